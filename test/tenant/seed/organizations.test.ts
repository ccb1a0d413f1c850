import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { login, refresh } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../action.js'
import { useTenants } from '../setup.js'

const start = useTenants()
const organizations = [
  { id: 'org_one', name: 'one', display_name: 'One', metadata: { plan: 'gold' } },
  { id: 'org_two', name: 'two', members: ['oidc|acme-idp|grace'] }
]
const show = action(
  'show',
  `api.idToken.setCustomClaim('https://acme.example/org', event.organization ?? null)
   api.idToken.setCustomClaim('org_id', 'org_forged')`
)
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }
const organization = (name: string) => ({ parameters: { organization: name } })

describe('a login to an organization', () => {
  test.each(['org_one', 'one'])(
    'named %s is in the event and in both tokens, and stays on refresh',
    async name => {
      const tenant = await start({ actions: [show], seed: { organizations } })
      const audience = 'https://api.acme.example'
      const { claims, tokens } = await login(tenant, { ...hr, ...organization(name), audience })
      expect(claims).toMatchObject({
        org_id: 'org_one',
        'https://acme.example/org': {
          id: 'org_one',
          name: 'one',
          display_name: 'One',
          metadata: { plan: 'gold' }
        }
      })
      expect(decodeJwt(tokens?.access_token ?? '').org_id).toBe('org_one')
      const refreshed = await refresh(tenant, {
        client_id: 'hr-web',
        refresh_token: tokens?.refresh_token ?? ''
      })
      expect(decodeJwt(refreshed.id_token ?? '')).toMatchObject({
        org_id: 'org_one',
        'https://acme.example/org': { id: 'org_one' }
      })
    }
  )

  test('is refused to somebody who is no member, before any Action runs', async () => {
    const tenant = await start({ actions: [show], seed: { organizations } })
    const { callback, tokens } = await login(tenant, { ...hr, ...organization('org_two') })
    expect(callback.get('error')).toBe('access_denied')
    expect(callback.get('error_description')).toContain('is not part of the org_two organization')
    expect(tokens).toBeUndefined()
    expect(tenant.executions()).toEqual([])
    const grace = { ...hr, persona: 'oidc|acme-idp|grace', ...organization('two') }
    expect((await login(tenant, grace)).claims?.org_id).toBe('org_two')
  })

  test('is refused where there is no such organization', async () => {
    const tenant = await start({ seed: { organizations } })
    expect((await login(tenant, { ...hr, ...organization('three') })).callback.get('error')).toBe(
      'access_denied'
    )
  })

  test('is none without the parameter', async () => {
    const tenant = await start({ actions: [show], seed: { organizations } })
    const { claims } = await login(tenant, hr)
    expect(claims).toHaveProperty(['https://acme.example/org'], null)
    expect(claims).not.toHaveProperty('org_id')
  })
})
