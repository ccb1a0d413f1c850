import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import type { Tenant } from '../../../lib/tenant/start.js'
import { bound, jsonOf, post, secretOf, useTenants } from '../setup.js'

const start = useTenants()
const seed = {
  apis: [{ identifier: 'https://api.acme.example', scopes: ['read:a', 'write:a', 'read:b'] }]
}
const onExchange = (body: string) => bound('credentials-exchange', 'onExecuteCredentialsExchange', body)

const ask = async (tenant: Tenant, fields: Record<string, string> = {}) => {
  const response = await post(tenant, 'oauth/token', {
    grant_type: 'client_credentials',
    client_id: 'hr-web',
    client_secret: secretOf(tenant, 'hr-web'),
    audience: 'https://api.acme.example',
    ...fields
  })
  return { status: response.status, answer: await jsonOf(response) }
}
const claimsOf = ({ answer }: Awaited<ReturnType<typeof ask>>) => decodeJwt(String(answer.access_token))

describe('client credentials', () => {
  test('run the Actions of their trigger, which may set claims and no other', async () => {
    const show = onExchange(`
      const { secrets, ...rest } = event
      api.accessToken.setCustomClaim('https://acme.example/event', rest)
      api.accessToken.setCustomClaim('sub', 'somebody else')`)
    const tenant = await start({ seed, actions: [show] })
    const claims = claimsOf(await ask(tenant, { scope: 'read:a' }))
    expect(claims.sub).toBe('hr-web@clients')
    expect(claims['https://acme.example/event']).toMatchObject({
      client: { client_id: 'hr-web' },
      resource_server: { identifier: 'https://api.acme.example' },
      transaction: { requested_scopes: ['read:a'], target_scopes: ['read:a'] },
      request: { method: 'POST', body: { grant_type: 'client_credentials' } }
    })
    expect(JSON.stringify(claims)).not.toContain(secretOf(tenant, 'hr-web'))
    expect(tenant.executions().at(-1)).toMatchObject({
      trigger: 'credentials-exchange',
      outcome: 'completed'
    })
  })

  test('do not run those of post-login', async () => {
    const tenant = await start({ seed, actions: [bound('post-login', 'onExecutePostLogin', '')] })
    await ask(tenant)
    expect(tenant.executions()).toEqual([])
  })

  test('get the scopes the Actions leave, and none the API does not offer', async () => {
    const narrow = onExchange(`api.transaction.setTargetScopes(['read:a', 'admin'])`)
    const tenant = await start({ seed, actions: [narrow] })
    expect(claimsOf(await ask(tenant)).scope).toBe('read:a')
    const plain = await start({ seed })
    expect(claimsOf(await ask(plain)).scope).toBe('read:a write:a read:b')
  })

  test.each([
    [`api.access.deny('invalid_scope', 'no')`, 400, 'invalid_scope'],
    [`api.access.deny('invalid_request', 'no')`, 400, 'invalid_request'],
    [`api.access.deny('server_error', 'no')`, 500, 'server_error'],
    [`throw new Error('no')`, 500, 'server_error']
  ])('are refused by %s', async (body, status, error) => {
    const tenant = await start({ seed, actions: [onExchange(body)] })
    const refused = await ask(tenant)
    expect(refused).toMatchObject({ status, answer: { error, error_description: 'no' } })
    expect(refused.answer).not.toHaveProperty('access_token')
  })
})
