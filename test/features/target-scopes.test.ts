import { describe, expect, it } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import { action, ada } from '../tenant/action.js'
import { useTenants } from '../tenant/setup.js'

const start = useTenants()
const audience = 'https://api.acme.example'

/** The scopes and tokens of a login whose only Action has this body. */
const tokensAfter = async (body: string) => {
  const tenant = await start({
    actions: [action('scopes', body)],
    seed: { apis: [{ identifier: audience, scopes: ['read:x', 'read:y'] }] }
  })
  const scope = 'openid profile offline_access read:x'
  const { tokens } = await login(tenant, { client_id: 'hr-web', persona: ada, audience, scope })
  return { ...tokens, scopes: tokens?.scope?.split(' ').sort() }
}

describe('target scopes of a login in the tenant', () => {
  it('replace those requested, as far as the API offers them', async () => {
    const body = `api.transaction.setTargetScopes(['openid', 'read:y', 'admin:all']); api.accessToken.addScope('read:x')`
    expect((await tokensAfter(body)).scopes).toEqual(['openid', 'read:x', 'read:y'])
  })

  it('without offline_access give no refresh token, without openid no ID token', async () => {
    const offline = await tokensAfter(`api.transaction.removeTargetScope('offline_access')`)
    expect(offline).not.toHaveProperty('refresh_token')
    expect(offline).toHaveProperty('id_token')
    const cleared = await tokensAfter(`api.transaction.removeTargetScope('openid')`)
    expect(cleared).not.toHaveProperty('id_token')
    expect(cleared.scopes).toContain('read:x')
  })
})
