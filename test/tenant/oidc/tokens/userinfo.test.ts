import { describe, expect, test } from 'vitest'
import { login } from '../../../../lib/tenant/client/login.js'
import { ada } from '../../action.js'
import { jsonOf, useTenants } from '../../setup.js'

const start = useTenants()

describe('/userinfo', () => {
  test('takes the token by header, by form and by query', async () => {
    const tenant = await start()
    const { tokens } = await login(tenant, { client_id: 'hr-web', persona: ada })
    const { access_token = '' } = tokens ?? {}
    const url = `${tenant.issuer}userinfo`
    const authorization = `Bearer ${access_token}`
    const answers = await Promise.all([
      fetch(url, { headers: { authorization } }),
      fetch(url, { method: 'POST', headers: { authorization } }),
      fetch(url, { method: 'POST', body: new URLSearchParams({ access_token }) }),
      fetch(`${url}?${new URLSearchParams({ access_token })}`)
    ])
    for (const answer of answers) expect(await jsonOf(answer)).toMatchObject({ sub: ada })
  })

  test('takes no other token by any of these ways', async () => {
    const { issuer } = await start()
    const url = `${issuer}userinfo`
    const body = new URLSearchParams({ access_token: 'made-up' })
    const answers = await Promise.all([
      fetch(url, { method: 'POST', body }),
      fetch(`${url}?${body}`),
      fetch(url)
    ])
    for (const answer of answers) expect(answer.status).toBe(401)
  })
})
