import { decodeJwt } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signSessionToken } from '../../lib/runtime/api/login/session-token.js'
import type { TriggerId } from '../../lib/runtime/code/handlers.js'
import { createRuntime } from '../../lib/runtime/thread/pool.js'
import { createCookieJar, type LoginOptions, login } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant, type TenantOptions } from '../../lib/tenant/start.js'
import { readSource } from '../../lib/testing/source.js'
import { frozen } from '../contract/frozen.js'
import { issuedTokens } from '../fixtures/tokens.js'
import { startService } from '../patterns/service.js'
import { useRuntime } from '../tenant/setup.js'

/** The same files as in the other tests here, as deployed Actions of a tenant that is really logged in to. */

const ann = 'oidc|acme-idp|ann'
const audience = 'https://api.acme.test'

interface Setup {
  trigger?: TriggerId
  secrets?: Record<string, string>
  /** Members of the user's profile. */
  profile?: Record<string, string | boolean>
  user_metadata?: Record<string, string>
  app_metadata?: Record<string, string | number>
  client_metadata?: Record<string, string>
  runtime?: TenantOptions['runtime']
}

const shared = useRuntime()

const tenantWith = async (
  pattern: string,
  {
    trigger = 'post-login',
    secrets = {},
    profile,
    client_metadata = {},
    runtime = shared,
    ...metadata
  }: Setup = {}
): Promise<Tenant> => {
  const { name, code } = await readSource(`test/patterns/actions/${pattern}`)
  const email = { email: 'ann@acme.test', email_verified: true }
  const tenant = await startTenant({
    httpsPort: false,
    actions: [{ name, code, secrets, trigger }],
    seed: {
      personas: [
        { connection: 'acme-idp', profile: { user_id: ann, name: 'Ann', ...email, ...profile }, ...metadata }
      ],
      clients: [
        {
          client_id: 'web',
          client_secret: 'test secret of the application',
          grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
          client_metadata
        }
      ],
      apis: [{ identifier: audience, scopes: ['write:payments', 'read:reports', 'read:notes'] }]
    },
    runtime
  })
  onTestFinished(() => tenant.stop())
  return tenant
}

const logIn = (tenant: Tenant, options: Partial<LoginOptions> = {}) =>
  login(tenant, { client_id: 'web', persona: ann, audience, ...options })

const post = (tenant: Tenant, path: string, fields: object) =>
  fetch(`${tenant.issuer}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields)
  })

describe('in a tenant', () => {
  it('role-claims puts a list on both tokens; nobody has roles here', async () => {
    const { claims, tokens } = await logIn(await tenantWith('role-claims.cjs'))
    expect(claims?.['https://acme.test/roles']).toEqual([])
    expect(decodeJwt(tokens?.access_token ?? '')['https://acme.test/roles']).toEqual([])
  })

  describe('consent-redirect', () => {
    const secret = 'test secret of the consent page'
    const answer = (tenant: Tenant, agreed: boolean) => (url: URL) => {
      expect(`${url.origin}${url.pathname}`).toBe('https://consent.acme.test/terms')
      const asked = decodeJwt(url.searchParams.get('session_token') ?? '')
      expect(asked).toMatchObject({ sub: ann, email: 'ann@acme.test', version: 3 })
      const state = url.searchParams.get('state') ?? ''
      const token = signSessionToken({ ...asked, state, agreed }, secret)
      return new URL(`continue?${new URLSearchParams({ state, session_token: token })}`, tenant.issuer)
    }

    it('asks once, and keeps the answer', async () => {
      const tenant = await tenantWith('consent-redirect.cjs', { secrets: { CONSENT_SECRET: secret } })
      const { tokens } = await logIn(tenant, { onRedirect: answer(tenant, true) })
      expect(tokens).toEqual(issuedTokens)
      expect(tenant.user(ann)?.app_metadata).toEqual({ terms: 3 })
      // This browser cannot leave: it would throw.
      expect((await logIn(tenant)).tokens).toEqual(issuedTokens)
    })

    it('refuses users who do not agree', async () => {
      const tenant = await tenantWith('consent-redirect.cjs', { secrets: { CONSENT_SECRET: secret } })
      const { callback, tokens } = await logIn(tenant, { onRedirect: answer(tenant, false) })
      expect(callback.get('error_description')).toBe('The terms were not accepted.')
      expect(tokens).toBeUndefined()
    })
  })

  it('mfa-by-country asks where the last country is another one; a login here has none', async () => {
    const known = await tenantWith('mfa-by-country.cjs', { app_metadata: { last_country: 'FR' } })
    const { tokens, visited } = await logIn(known)
    expect(tokens).toEqual(issuedTokens)
    expect(visited).toContain('/u/mfa')
    expect(known.user(ann)?.app_metadata).toEqual({ last_country: 'FR' })

    expect((await logIn(await tenantWith('mfa-by-country.cjs'))).visited).not.toContain('/u/mfa')
  })

  it.each([
    [false, 'Please verify your e-mail address first.'],
    [true, null]
  ])('deny-unverified-email, of an address verified: %s', async (email_verified, reason) => {
    const { callback, tokens } = await logIn(
      await tenantWith('deny-unverified-email.cjs', { profile: { email_verified } })
    )
    expect(callback.get('error_description')).toBe(reason)
    expect(tokens !== undefined).toBe(email_verified)
  })

  it('enrich-profile asks the service at the first login only', async () => {
    const service = await startService({ 'POST /welcome': {}, 'GET /companies/acme.test': { name: 'Acme' } })
    onTestFinished(async () => {
      await service.stop()
    })
    const tenant = await tenantWith('enrich-profile.ts', { secrets: { SERVICE_URL: service.url } })
    for (const _login of [1, 2]) {
      expect((await logIn(tenant)).claims?.['https://acme.test/company']).toBe('Acme')
    }
    expect(service.asked).toEqual(['POST /welcome', 'GET /companies/acme.test'])
    expect(tenant.profileWrites(ann)).toBe(1)
  })

  it('cached-token fetches the token once for two logins', async () => {
    const service = await startService({
      'POST /token': { access_token: 'test-token', expires_in: 600 },
      [`GET /plans/${ann}`]: { plan: 'gold' }
    })
    onTestFinished(async () => {
      await service.stop()
    })
    const tenant = await tenantWith('cached-token.cjs', {
      secrets: { SERVICE_URL: service.url, SERVICE_SECRET: 'test secret' }
    })
    for (const _login of [1, 2]) {
      expect((await logIn(tenant)).claims?.['https://acme.test/plan']).toBe('gold')
    }
    expect(service.asked).toEqual(['POST /token', `GET /plans/${ann}`, `GET /plans/${ann}`])
  })

  it('picture-from-metadata overrides the picture, given the scope', async () => {
    const tenant = await tenantWith('picture-from-metadata.cjs', {
      profile: { picture: 'https://acme.test/ann.png' },
      user_metadata: { picture: 'https://acme.test/mine.png' }
    })
    expect((await logIn(tenant)).claims?.picture).toBe('https://acme.test/mine.png')
    expect((await logIn(tenant, { scope: 'openid' })).claims).not.toHaveProperty('picture')
  })

  it('scopes-by-mfa takes the scope from a login without a second factor', async () => {
    const { tokens } = await logIn(await tenantWith('scopes-by-mfa.cjs'), {
      scope: 'openid write:payments read:notes'
    })
    expect(tokens?.scope).toBe('openid read:notes')
  })

  it.each([
    ['2026-01-02T23:59:00Z', null],
    ['2026-01-03T00:01:00Z', 'The back office is open on weekdays.']
  ])('office-hours at %s', async (now, reason) => {
    const runtime = createRuntime()
    onTestFinished(() => runtime.stop())
    const tenant = await tenantWith('office-hours.cjs', {
      client_metadata: { office_hours: 'true' },
      runtime: frozen(runtime, Date.parse(now))
    })
    expect((await logIn(tenant)).callback.get('error_description')).toBe(reason)
  })

  it('session-lifetime leaves the session: nobody is an administrator here', async () => {
    const tenant = await tenantWith('session-lifetime.cjs')
    const jar = createCookieJar()
    await logIn(tenant, { jar })
    const { tokens } = await logIn(tenant, { jar, parameters: { prompt: 'none' } })
    expect(tokens).toEqual(issuedTokens)
  })

  it.each([
    ['silver', { 'https://acme.test/tier': 'silver', scope: 'write:payments read:notes' }],
    ['gold', { 'https://acme.test/tier': 'gold', scope: 'write:payments read:reports read:notes' }]
  ])('service-claims of a service of tier %s', async (tier, expected) => {
    const tenant = await tenantWith('service-claims.cjs', {
      trigger: 'credentials-exchange',
      client_metadata: { tier }
    })
    const response = await post(tenant, 'oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'web',
      client_secret: 'test secret of the application',
      audience
    })
    const { access_token } = (await response.json()) as { access_token: string }
    expect(decodeJwt(access_token)).toMatchObject(expected)
  })

  it.each([
    ['bea@acme.test', 200],
    ['eve@example.com', 400]
  ])('signup-allow-list at the sign-up of %s', async (email, status) => {
    const tenant = await tenantWith('signup-allow-list.cjs', { trigger: 'pre-user-registration' })
    const response = await post(tenant, 'dbconnections/signup', {
      client_id: 'web',
      connection: 'Username-Password-Authentication',
      email,
      password: 'A test password, 1'
    })
    expect(response.status).toBe(status)
    const { _id } = (await response.json()) as { _id?: string }
    expect(tenant.user(`auth0|${_id}`)?.app_metadata).toEqual(
      status === 200 ? { signup_country: 'unknown' } : undefined
    )
  })
})
