import { expect, test } from 'vitest'
import { useApi } from './api.js'

const api = useApi({ seed: { settings: { profileLimit: 'refuse' } } })

test('a profile above 10 kB is refused where the tenant says so', async () => {
  const large = { app_metadata: { text: 'x'.repeat(10_000) } }
  const patch = (body: object) => api.call('users/auth0%7Clinus', { method: 'PATCH', body })
  expect((await patch(large)).status).toBe(400)
  expect(api.tenant.user('auth0|linus')?.app_metadata).toEqual({})
  const user = { connection: 'Username-Password-Authentication', email: 'x@acme.example', password: 'x' }
  expect((await api.call('users', { method: 'POST', body: { ...user, ...large } })).status).toBe(400)
  expect((await api.call('users-by-email?email=x@acme.example')).body).toEqual([])
})
