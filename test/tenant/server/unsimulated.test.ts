import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { withTable } from '../../../lib/tenant/management/coverage.js'
import { authenticationTable } from '../../../lib/tenant/server/coverage.js'
import { unsimulated } from '../../../lib/tenant/server/unsimulated.js'
import { jsonOf, post, useTenants } from '../setup.js'

const start = useTenants()

test('the table in docs/local-tenant.md is what the tenant has; npm run docs writes it', async () => {
  const tenant = await start()
  const { has } = await jsonOf(await fetch(`${tenant.issuer}tokeninfo`))
  const page = await readFile('docs/local-tenant.md', 'utf8')
  expect(has).toEqual(expect.arrayContaining(['POST /oauth/token', 'GET /userinfo', 'POST /co/authenticate']))
  expect(page).toBe(withTable(page, 'authentication-api', authenticationTable(has as string[])))
})

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
