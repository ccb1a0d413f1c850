import { beforeAll, describe, expect, test } from 'vitest'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { tokenFor } from '../management/api.js'
import { jsonOf, useRuntime } from '../setup.js'

const runtime = useRuntime()
let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ httpsPort: false, runtime })
  return () => tenant.stop()
})

const pages = ['u/login', 'u/signup', 'u/mfa', 'continue', 'oidc/logout', 'inspector/refresh']

describe('a form that is not what its header says', () => {
  const send = (path: string, type: string, authorization = '') =>
    fetch(`${tenant.issuer}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', authorization },
      body: '--x\r\nCANARY'
    })

  describe.each(['multipart/form-data', 'multipart/form-data; boundary=x'])('%s', type => {
    test.each([...pages, 'dbconnections/signup'])('is a bad request to /%s', async path => {
      const answer = await send(path, type)
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toContain('CANARY')
    })

    test('brings no token to /userinfo', async () => {
      expect((await send('userinfo', type)).status).toBe(401)
    })

    test('is a bad request to the Management API', async () => {
      const answer = await send('api/v2/jobs/users-imports', type, `Bearer ${await tokenFor(tenant)}`)
      expect([answer.status, (await jsonOf(answer)).errorCode]).toEqual([400, 'invalid_body'])
    })
  })

  test('is not a failure of the tenant', () => {
    expect(tenant.logs().filter(({ type }) => type === 'w')).toEqual([])
  })
})

describe('a return address after the logout', () => {
  const leave = (returnTo: string) =>
    fetch(`${tenant.issuer}v2/logout?${new URLSearchParams({ returnTo })}`, { redirect: 'manual' })

  test.each([' http://localhost/', 'http://localhost/\r\nX:1', 'http://localhost/\u2028'])(
    '%j, that no header can carry, is refused',
    async returnTo => expect((await leave(returnTo)).status).toBe(400)
  )
})
