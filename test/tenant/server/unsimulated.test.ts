import { expect, test } from 'vitest'
import { unsimulated } from '../../../lib/tenant/server/unsimulated.js'
import { jsonOf, post, useTenants } from '../setup.js'

const start = useTenants()

test('what the tenant does not simulate it says, with what to use instead, to any page', async () => {
  const tenant = await start()
  for (const { path, instead } of unsimulated) {
    const response = await post(tenant, path.slice(1).replace('*', 'anything'), { email: 'ada@acme.example' })
    expect(response.status).toBe(501)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const { error, error_description } = await jsonOf(response)
    expect(error).toBe('not_simulated')
    expect(error_description).toContain(instead)
  }
  const api = await fetch(`${tenant.issuer}api/v2/users`, { headers: { origin: 'https://evil.example' } })
  expect(api.headers.get('access-control-allow-origin')).toBeNull()
})
