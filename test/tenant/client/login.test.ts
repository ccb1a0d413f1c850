import { expect, it } from 'vitest'
import { login, userinfo } from '../../../lib/tenant/client/login.js'
import { useTenants } from '../setup.js'

const startTenant = useTenants()

it.each([
  [{ client_id: 'nobody' }, 'invalid_client: client is invalid'],
  [
    { client_id: 'hr-web', redirect_uri: 'https://elsewhere.example/callback' },
    "invalid_redirect_uri: redirect_uri did not match any of the client's registered redirect_uris"
  ]
])('a login that is refused at the door says why: %o', async (options, reason) => {
  const tenant = await startTenant()
  const persona = tenant.personas[0]?.user_id ?? ''
  await expect(login(tenant, { persona, ...options })).rejects.toThrow(
    new Error(`/authorize answered 400: ${reason}`)
  )
})

it('a form that is refused says why', async () => {
  const tenant = await startTenant()
  const wrong = { client_id: 'hr-web', username: 'nobody@acme.example', password: 'wrong' }
  await expect(login(tenant, wrong)).rejects.toThrow(/^\/u\/login answered 4\d\d: \w/)
})

it('what /userinfo refuses says why', async () => {
  await expect(userinfo(await startTenant(), 'no-token')).rejects.toThrow(
    '/userinfo answered 401: invalid_token'
  )
})
