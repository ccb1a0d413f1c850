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
const byName = { tenant: { allow_organization_name_in_authentication_api: true } }
const show = action(
  'show',
  `api.idToken.setCustomClaim('https://acme.example/org', event.organization ?? null)
   api.idToken.setCustomClaim('org_id', 'org_forged')`
)
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }
const organization = (name: string) => ({ parameters: { organization: name } })

describe('a login to an organization', () => {
  test('is in the event and in both tokens, and stays on refresh', async () => {
    const tenant = await start({ actions: [show], seed: { organizations } })
    const audience = 'https://api.acme.example'
    const { claims, tokens } = await login(tenant, { ...hr, ...organization('org_one'), audience })
    expect(claims).not.toHaveProperty('org_name')
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
  })

  test('is refused to somebody who is no member, before any Action runs', async () => {
    const tenant = await start({ actions: [show], seed: { organizations } })
    const { callback, tokens } = await login(tenant, { ...hr, ...organization('org_two') })
    expect(callback.get('error')).toBe('access_denied')
    expect(callback.get('error_description')).toContain('is not part of the org_two organization')
    expect(tokens).toBeUndefined()
    expect(tenant.executions()).toEqual([])
    const grace = { ...hr, persona: 'oidc|acme-idp|grace', ...organization('org_two') }
    expect((await login(tenant, grace)).claims?.org_id).toBe('org_two')
  })

  test.each([
    ['org_three', 'parameter organization is invalid'],
    ['one', 'authorization request parameter organization must be an organization id']
  ])('is refused before the login where %s names none', async (name, problem) => {
    const tenant = await start({ seed: { organizations } })
    const { callback, visited } = await login(tenant, { ...hr, ...organization(name) })
    expect(Object.fromEntries(callback)).toMatchObject({
      error: 'invalid_request',
      error_description: problem
    })
    expect(visited).toEqual(['/authorize'])
  })

  test.each(['one', 'ONE', 'org_one'])(
    'asked for as %s says its name where the tenant goes by names',
    async name => {
      const tenant = await start({ seed: { organizations, settings: byName } })
      const audience = 'https://api.acme.example'
      const { claims, tokens } = await login(tenant, { ...hr, ...organization(name), audience })
      for (const found of [claims, decodeJwt(tokens?.access_token ?? '')]) {
        expect(found).toMatchObject({ org_id: 'org_one', org_name: 'one' })
      }
    }
  )

  test('is none without the parameter', async () => {
    const tenant = await start({ actions: [show], seed: { organizations } })
    const { claims } = await login(tenant, hr)
    expect(claims).toHaveProperty(['https://acme.example/org'], null)
    expect(claims).not.toHaveProperty('org_id')
  })
})
