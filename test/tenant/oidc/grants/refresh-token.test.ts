import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { login, refresh, type Tokens } from '../../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../../lib/tenant/start.js'
import { action, ada } from '../../action.js'

let tenant: Tenant
let config: client.Configuration

beforeAll(async () => {
  const hobby = `api.idToken.setCustomClaim('https://acme.example/hobby', event.user.user_metadata.hobby)`
  tenant = await startTenant({ httpsPort: false, actions: [action('hobby', hobby)] })
  const secret = tenant.clients.find(({ client_id }) => client_id === 'hr-web')?.client_secret
  config = await client.discovery(new URL(tenant.issuer), 'hr-web', secret, undefined, {
    execute: [client.allowInsecureRequests]
  })
})
afterAll(() => tenant.stop())

const tokens = async (clientId = 'hr-web'): Promise<Tokens> => {
  const result = await login(tenant, { client_id: clientId, persona: ada, scope: 'openid offline_access' })
  if (!result.tokens) throw new Error('the login failed')
  return result.tokens
}

describe('refresh', () => {
  test('rotates, runs the Actions again, and takes a token once', async () => {
    const first = await tokens()
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '')
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second.claims()).toMatchObject({ sub: ada, 'https://acme.example/hobby': 'climbing' })
    await expect(
      refresh(tenant, { client_id: 'hr-web', refresh_token: first.refresh_token ?? '' })
    ).rejects.toThrow('invalid_grant')
  })

  test('takes a token again and again where the application does not rotate', async () => {
    const { refresh_token = '' } = await tokens('crm-web')
    const uses = Array.from({ length: 5 }, () => refresh(tenant, { client_id: 'crm-web', refresh_token }))
    for (const { id_token, refresh_token: again } of await Promise.all(uses)) {
      expect(decodeJwt(id_token ?? '')).toHaveProperty(['https://acme.example/hobby'], 'climbing')
      expect(again).toBeUndefined()
    }
  })

  test('runs the Actions for one of many simultaneous uses only', async () => {
    const { refresh_token = '' } = await tokens('spa')
    const before = tenant.executions().length
    const uses = Array.from({ length: 8 }, () => refresh(tenant, { client_id: 'spa', refresh_token }))
    const results = await Promise.allSettled(uses)
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
    expect(tenant.executions().length - before).toBe(1)
  })

  test('ends with a revocation', async () => {
    const { refresh_token = '' } = await tokens()
    await client.tokenRevocation(config, refresh_token)
    await expect(client.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant'
    })
  })

  test('is not revoked by another application', async () => {
    const { refresh_token = '' } = await tokens()
    await fetch(`${tenant.issuer}oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'spa', token: refresh_token })
    })
    expect((await client.refreshTokenGrant(config, refresh_token)).access_token).toBeTypeOf('string')
  })

  test('is not given without offline_access', async () => {
    const { tokens: granted } = await login(tenant, { client_id: 'hr-web', persona: ada })
    expect(granted?.refresh_token).toBeUndefined()
  })
})
