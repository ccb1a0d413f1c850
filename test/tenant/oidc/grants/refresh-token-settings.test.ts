import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { login, refresh } from '../../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../../lib/tenant/start.js'
import { ada } from '../../action.js'
import { callApi, tokenFor } from '../../management/api.js'
import { useRuntime } from '../../setup.js'

const runtime = useRuntime()
let tenant: Tenant
beforeAll(async () => {
  const refresh_token = { rotation_type: 'rotating', expiration_type: 'expiring' } as const
  tenant = await startTenant({
    httpsPort: false,
    runtime,
    seed: {
      clients: [
        { client_id: 'patient', refresh_token: { ...refresh_token, leeway: 60 } },
        {
          client_id: 'short',
          refresh_token: { ...refresh_token, token_lifetime: 100, idle_token_lifetime: 50 }
        },
        { client_id: 'management', app_type: 'non_interactive' }
      ]
    }
  })
  return () => tenant.stop()
})
afterEach(() => vi.useRealTimers())

const first = async (client_id: string): Promise<string> => {
  const { tokens } = await login(tenant, { client_id, persona: ada, scope: 'openid offline_access' })
  return tokens?.refresh_token ?? ''
}
const exchange = async (client_id: string, refresh_token: string): Promise<string> =>
  (await refresh(tenant, { client_id, refresh_token })).refresh_token ?? ''

test('within the leeway the last token comes again, several times at once, and the one before it ends the family', async () => {
  const a = await first('patient')
  const [b = '', c = ''] = await Promise.all([exchange('patient', a), exchange('patient', a)])
  expect(new Set([a, b, c]).size).toBe(3)
  const d = await exchange('patient', b)
  await expect(exchange('patient', a)).rejects.toThrow('invalid_grant')
  for (const token of [c, d]) await expect(exchange('patient', token)).rejects.toThrow('invalid_grant')
})

test('the API does not show which token was exchanged', async () => {
  const token = await exchange('patient', await first('patient'))
  const access = await tokenFor(tenant)
  const path = `users/${encodeURIComponent(ada)}/refresh-tokens`
  const { body } = await callApi(tenant, path, { token: access })
  expect(body.length).toBeGreaterThan(0)
  expect(JSON.stringify(body)).not.toContain('exchanged"')
  expect(JSON.stringify(body)).not.toContain(token)
})

test('tokens end by their lifetime, and when they have not been used for long', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const idle = await first('short')
  let busy = await first('short')
  for (const seconds of [40, 40]) {
    vi.setSystemTime(Date.now() + seconds * 1000)
    busy = await exchange('short', busy)
  }
  await expect(exchange('short', idle)).rejects.toThrow('invalid_grant')
  vi.setSystemTime(Date.now() + 21_000)
  await expect(exchange('short', busy)).rejects.toThrow('invalid_grant')
})
