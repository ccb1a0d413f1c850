import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { login, refresh } from '../../../lib/tenant/client/login.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { tokenText } from '../../fixtures/tokens.js'
import { action, ada } from '../action.js'
import { jsonOf, post, useTenants } from '../setup.js'

const start = useTenants()
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }
const show = action(
  'show',
  `api.idToken.setCustomClaim('https://acme.example/session', event.session ?? null)
   api.idToken.setCustomClaim('https://acme.example/token', event.refresh_token ?? null)`
)
const session = 'https://acme.example/session'
const token = 'https://acme.example/token'
const renew = async (tenant: Tenant, refresh_token = '') => {
  const tokens = await refresh(tenant, { client_id: 'hr-web', refresh_token })
  return { ...tokens, claims: decodeJwt(tokens.id_token ?? '') }
}

describe('a session', () => {
  test('is on the event with its times, device and applications', async () => {
    const tenant = await start({ actions: [show] })
    const { claims, jar } = await login(tenant, hr)
    const first = claims?.[session] as Record<string, string>
    expect(first).toMatchObject({
      id: claims?.sid,
      user_id: ada,
      clients: [{ client_id: 'hr-web' }],
      cookie: { mode: 'persistent' },
      device: { initial_ip: '127.0.0.1', last_ip: '127.0.0.1' },
      metadata: {}
    })
    const ttl = (name: string) => Date.parse(first[name] ?? '') - Date.parse(first.created_at ?? '')
    expect(ttl('expires_at')).toBe(168 * 3_600_000)
    expect(ttl('idle_expires_at')).toBeGreaterThanOrEqual(72 * 3_600_000)
    const sso = await login(tenant, { ...hr, client_id: 'crm-web', jar })
    expect(sso.claims?.[session]).toMatchObject({
      id: claims?.sid,
      clients: [{ client_id: 'hr-web' }, { client_id: 'crm-web' }]
    })
  })

  test('keeps the metadata Actions set', async () => {
    const tenant = await start({
      actions: [
        show,
        action('set', `if (!event.session.metadata.step) api.session.setMetadata('step', 'one')`)
      ]
    })
    const { jar } = await login(tenant, hr)
    const sso = await login(tenant, { ...hr, jar })
    expect(sso.claims?.[session]).toMatchObject({ metadata: { step: 'one' } })
  })

  test.each(['setExpiresAt', 'setIdleExpiresAt'])('ends when %s says so', async method => {
    const end = action('end', `if (event.stats.logins_count === 1) api.session.${method}(Date.now() - 1)`)
    const tenant = await start({ actions: [end] })
    const { jar } = await login(tenant, hr)
    const silent = await login(tenant, { ...hr, jar, parameters: { prompt: 'none' } })
    expect(silent.callback.get('error')).toBe('login_required')
    const again = await login(tenant, { ...hr, jar })
    expect(again.visited).toContain('/u/login')
    expect((await login(tenant, { ...hr, jar })).visited).toEqual(['/authorize'])
  })

  test('that an Action revokes is over, with its refresh tokens', async () => {
    const revoke = action(
      'revoke',
      `if (event.transaction.login_hint === 'revoke') api.session.revoke('stolen')`
    )
    const tenant = await start({ actions: [revoke] })
    const { jar, tokens } = await login(tenant, hr)
    const revoked = await login(tenant, { ...hr, jar, parameters: { login_hint: 'revoke' } })
    expect(revoked.callback.get('error_description')).toBe('stolen')
    const silent = await login(tenant, { ...hr, jar, parameters: { prompt: 'none' } })
    expect(silent.callback.get('error')).toBe('login_required')
    await expect(renew(tenant, tokens?.refresh_token)).rejects.toThrow('invalid_grant')
  })

  test('that is revoked can leave its refresh tokens alone', async () => {
    const revoke = action(
      'revoke',
      `if (event.transaction.login_hint) api.session.revoke('x', { preserveRefreshTokens: true })`
    )
    const tenant = await start({ actions: [revoke] })
    const { jar, tokens } = await login(tenant, hr)
    await login(tenant, { ...hr, jar, parameters: { login_hint: 'revoke' } })
    expect((await renew(tenant, tokens?.refresh_token)).access_token).toMatch(tokenText)
  })
})

describe('a refresh token', () => {
  test('is on the event where it is exchanged, with the metadata of its login', async () => {
    const set = action(
      'set',
      `if (!event.refresh_token) api.refreshToken.setMetadata('device', 'phone')
       else api.refreshToken.setMetadata('seen', 'again')`
    )
    const tenant = await start({ actions: [show, set] })
    const { tokens, claims } = await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    expect(claims?.[token]).toBeNull()
    const first = await renew(tenant, tokens?.refresh_token)
    expect(first.claims[token]).toMatchObject({
      client_id: 'hr-web',
      user_id: ada,
      session_id: claims?.sid,
      rotating: true,
      resource_servers: [{ audience: 'https://api.acme.example' }],
      metadata: { device: 'phone' }
    })
    const second = await renew(tenant, first.refresh_token)
    expect(second.claims[token]).toMatchObject({
      id: (first.claims[token] as { id: string }).id,
      metadata: { device: 'phone', seen: 'again' },
      last_exchanged_at: expect.stringMatching(/Z$/)
    })
  })

  test('ends when an Action says so', async () => {
    const end = action('end', `api.refreshToken.setExpiresAt(Date.now() - 1)`)
    const tenant = await start({ actions: [end] })
    const { tokens } = await login(tenant, hr)
    await expect(renew(tenant, tokens?.refresh_token)).rejects.toThrow('invalid_grant')
  })

  test('that an Action revokes is gone', async () => {
    const revoke = action(
      'revoke',
      `if (event.refresh_token && event.request.body.revoke) api.refreshToken.revoke('stolen')`
    )
    const tenant = await start({ actions: [revoke] })
    const { tokens } = await login(tenant, hr)
    const response = await post(tenant, 'oauth/token', {
      grant_type: 'refresh_token',
      client_id: 'hr-web',
      client_secret: 'hr-web-development-secret',
      refresh_token: tokens?.refresh_token,
      revoke: 'yes'
    })
    expect(await jsonOf(response)).toMatchObject({ error: 'access_denied', error_description: 'stolen' })
    await expect(renew(tenant, tokens?.refresh_token)).rejects.toThrow('invalid_grant')
  })
})

describe('a user who is blocked', () => {
  test('gets neither in nor new tokens', async () => {
    const tenant = await start()
    const { tokens } = await login(tenant, hr)
    const { client_id, client_secret, audience } = tenant.management
    const grant = { grant_type: 'client_credentials', client_id, client_secret, audience }
    const { access_token } = await jsonOf(await post(tenant, 'oauth/token', grant))
    await fetch(`${tenant.issuer}api/v2/users/${encodeURIComponent(ada)}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ blocked: true })
    })
    expect((await login(tenant, hr)).callback.get('error_description')).toBe('user is blocked')
    await expect(renew(tenant, tokens?.refresh_token)).rejects.toThrow('user is blocked')
  })
})
