import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { jsonOf, post, useTenants } from '../setup.js'

const start = useTenants()

test('Lock is told the connections of an application', async () => {
  const tenant = await start()
  const response = await fetch(`${tenant.issuer}client/hr-web.js`)
  const told: unknown[] = []
  runInNewContext(await response.text(), { Auth0: { setClient: (info: unknown) => told.push(info) } })
  expect(response.headers.get('content-type')).toContain('text/javascript')
  expect(told).toMatchObject([
    {
      id: 'hr-web',
      tenant: 'acme-dev',
      strategies: [
        { name: 'oidc', connections: [{ name: 'acme-idp', display_name: 'Acme Workforce' }] },
        {
          name: 'auth0',
          connections: [{ name: 'Username-Password-Authentication', showSignup: true, showForgot: false }]
        }
      ]
    }
  ])
  expect(JSON.stringify(told)).not.toContain('non_persistent_attrs')
  expect((await fetch(`${tenant.issuer}client/nobody.js`)).status).toBe(404)
  expect(await jsonOf(await post(tenant, 'usernamepassword/challenge', {}))).toEqual({ required: false })
})
