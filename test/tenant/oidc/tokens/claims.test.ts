import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { login, refresh, userinfo } from '../../../../lib/tenant/client/login.js'
import type { Tenant, TenantOptions } from '../../../../lib/tenant/start.js'
import { action, ada } from '../../action.js'
import { useTenants } from '../../setup.js'

const startTenant = useTenants()
let tenant: Tenant
const start = async (options: TenantOptions) => {
  tenant = await startTenant(options)
}

const hr = { client_id: 'hr-web', persona: ada, scope: 'openid profile offline_access' }

describe('claims', () => {
  test('of standard names need their scope, in ID token, access token and /userinfo', async () => {
    await start({
      actions: [
        action(
          'claims',
          `for (const token of [api.idToken, api.accessToken]) {
             token.setCustomClaim('email', 'set@acme.example')
             token.setCustomClaim('nickname', 'set')
             token.setCustomClaim('plan', 'gold')
             token.setCustomClaim('roles', ['admin'])
             token.setCustomClaim('sub', 'mallory')
           }`
        )
      ]
    })
    const { claims, tokens } = await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    const accessToken = decodeJwt(tokens?.access_token ?? '')
    for (const found of [claims, accessToken, await userinfo(tenant, tokens?.access_token ?? '')]) {
      expect(found).toMatchObject({ nickname: 'set', plan: 'gold', sub: ada })
      expect(found).not.toHaveProperty('email')
      expect(found).not.toHaveProperty('roles')
    }
  })

  test('are kept per client and user, and replaced by the next run', async () => {
    await start({
      actions: [
        action(
          'claims',
          `api.idToken.setCustomClaim('https://acme.example/' + event.client.client_id, event.stats.logins_count)`
        )
      ]
    })
    const one = await login(tenant, hr)
    const two = await login(tenant, { ...hr, client_id: 'crm-web' })
    expect(await userinfo(tenant, one.tokens?.access_token ?? '')).toHaveProperty(
      ['https://acme.example/hr-web'],
      1
    )
    expect(await userinfo(tenant, two.tokens?.access_token ?? '')).toHaveProperty(
      ['https://acme.example/crm-web'],
      2
    )
    await login(tenant, hr)
    expect(await userinfo(tenant, one.tokens?.access_token ?? '')).toHaveProperty(
      ['https://acme.example/hr-web'],
      3
    )
    expect(tenant.records().length).toBe(2)
  })

  test('of the access token are not kept and not in the ID token', async () => {
    await start({
      actions: [action('at', `api.accessToken.setCustomClaim('https://acme.example/at', 'only-there')`)]
    })
    const opaque = await login(tenant, hr)
    expect(opaque.claims).not.toHaveProperty(['https://acme.example/at'])
    const jwt = await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    expect(decodeJwt(jwt.tokens?.access_token ?? '')).toHaveProperty(
      ['https://acme.example/at'],
      'only-there'
    )
    expect(tenant.search('only-there')).toMatchObject({ transactions: 0, records: 0 })
  })

  test('include the scopes Actions add and remove', async () => {
    await start({
      actions: [action('scopes', `api.accessToken.addScope('extra'); api.accessToken.removeScope('profile')`)]
    })
    const { tokens, claims } = await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    expect(tokens?.scope?.split(' ').sort()).toEqual(['extra', 'offline_access', 'openid'])
    expect(decodeJwt(tokens?.access_token ?? '').scope).toBe(tokens?.scope)
    expect(claims).not.toHaveProperty('nickname')
    const second = await refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
    expect(String(decodeJwt(second.access_token).scope).split(' ').sort()).toEqual([
      'extra',
      'offline_access',
      'openid'
    ])
  })
})
