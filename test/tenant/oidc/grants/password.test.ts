import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { refresh, userinfo } from '../../../../lib/tenant/client/login.js'
import type { Tenant } from '../../../../lib/tenant/start.js'
import { action } from '../../action.js'
import { jsonOf, post, secretOf, useTenants } from '../../setup.js'

const start = useTenants()
const realmGrant = 'http://auth0.com/oauth/grant-type/password-realm'
const showProtocol = action(
  'show-protocol',
  `api.idToken.setCustomClaim('https://acme.example/run', {
     protocol: event.transaction.protocol, session: event.session ?? null, connection: event.connection.name,
     canRedirect: api.redirect.canRedirect(), body: event.request.body })`
)

const ask = async (tenant: Tenant, fields: Record<string, string> = {}) => {
  const response = await post(
    tenant,
    'oauth/token',
    new URLSearchParams({
      grant_type: 'password',
      client_id: 'hr-web',
      client_secret: secretOf(tenant, 'hr-web'),
      username: 'linus@acme.example',
      password: 'development-password',
      scope: 'openid email offline_access',
      ...fields
    })
  )
  return { status: response.status, answer: await jsonOf(response) }
}

describe('the password grant', () => {
  test('gives tokens, without a session, and runs the Actions', async () => {
    const tenant = await start({ actions: [showProtocol] })
    const { answer } = await ask(tenant)
    const claims = decodeJwt(String(answer.id_token))
    expect(claims).toMatchObject({ sub: 'auth0|linus', aud: 'hr-web', email: 'linus@acme.example' })
    const run = claims['https://acme.example/run'] as Record<string, unknown>
    expect(run).toMatchObject({
      protocol: 'oauth2-password',
      session: null,
      connection: 'Username-Password-Authentication',
      canRedirect: false
    })
    expect(JSON.stringify(run.body)).not.toContain('development-')
    expect(await userinfo(tenant, String(answer.access_token))).toMatchObject({
      sub: 'auth0|linus',
      'https://acme.example/run': { protocol: 'oauth2-password' }
    })
    expect(tenant.logs().at(-1)?.type).toBe('sepft')
  })

  test('gives a refresh token that runs them again', async () => {
    const tenant = await start({ actions: [showProtocol] })
    const { answer } = await ask(tenant)
    const tokens = await refresh(tenant, {
      client_id: 'hr-web',
      refresh_token: String(answer.refresh_token)
    })
    expect(decodeJwt(tokens.id_token ?? '')['https://acme.example/run']).toMatchObject({
      protocol: 'oauth2-refresh-token',
      connection: 'Username-Password-Authentication'
    })
    expect((await ask(tenant, { scope: 'openid' })).answer).not.toHaveProperty('refresh_token')
  })

  test('gives a JWT for an audience', async () => {
    const tenant = await start()
    const audience = 'https://api.acme.example'
    const { answer } = await ask(tenant, { audience, scope: 'openid read:things' })
    expect(decodeJwt(String(answer.access_token))).toMatchObject({
      sub: 'auth0|linus',
      aud: [audience, `${tenant.issuer}userinfo`],
      azp: 'hr-web',
      scope: 'openid read:things'
    })
  })

  test('looks in one database where a realm is named', async () => {
    const tenant = await start()
    const realm = { grant_type: realmGrant, realm: 'Username-Password-Authentication' }
    expect((await ask(tenant, realm)).status).toBe(200)
    for (const name of ['acme-idp', 'nowhere']) {
      expect(await ask(tenant, { ...realm, realm: name })).toMatchObject({ status: 400 })
    }
  })

  test.each([
    [{ password: 'wrong' }, 403, 'invalid_grant'],
    [{ username: 'nobody@acme.example' }, 403, 'invalid_grant'],
    [{ username: 'ada@acme.example' }, 403, 'invalid_grant'],
    [{ username: '' }, 400, 'invalid_request'],
    [{ client_secret: 'wrong' }, 401, 'access_denied'],
    [{ client_id: 'crm-web', client_secret: 'crm-web-development-secret' }, 403, 'unauthorized_client']
  ])('refuses %j', async (fields, status, error) => {
    const tenant = await start()
    expect(await ask(tenant, fields as Record<string, string>)).toMatchObject({ status, answer: { error } })
  })

  test('is an OAuth error where an Action refuses, redirects or challenges, or MFA is policy', async () => {
    const cases = [
      [`api.access.deny('no')`, 'access_denied'],
      [`api.redirect.sendUserTo('https://x.example/')`, 'interaction_required'],
      [`api.authentication.challengeWith({ type: 'otp' })`, 'mfa_required'],
      [`api.multifactor.enable('any')`, 'mfa_required']
    ] as const
    for (const [body, error] of cases) {
      const tenant = await start({ actions: [action('refuse', body)] })
      expect(await ask(tenant)).toMatchObject({ status: 403, answer: { error } })
    }
    const tenant = await start({ seed: { settings: { mfa: 'policy' } } })
    expect((await ask(tenant)).answer).toMatchObject({ error: 'mfa_required' })
  })
})
