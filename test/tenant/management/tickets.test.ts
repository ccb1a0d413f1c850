import { afterEach, expect, test, vi } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { useApi } from './api.js'

const linus = 'auth0|linus'
const api = useApi()
afterEach(() => vi.useRealTimers())
const ticket = async (kind: string, body: object): Promise<string> =>
  (await api.call(`tickets/${kind}`, { method: 'POST', body })).body.ticket
const open = (url: string, password?: string) =>
  fetch(url, {
    redirect: 'manual',
    ...(password !== undefined && { method: 'POST', body: new URLSearchParams({ password }) })
  })

test('the link of a verification verifies the address, once, and goes on', async () => {
  await api.call(`users/${encodeURIComponent(linus)}`, { method: 'PATCH', body: { email_verified: false } })
  const url = await ticket('email-verification', {
    user_id: linus,
    result_url: 'https://app.example/done?x=1'
  })
  const answer = await open(url)
  expect(answer.headers.get('location')).toBe(
    'https://app.example/done?x=1&email=linus%40acme.example&success=true'
  )
  expect(api.tenant.user(linus)).toMatchObject({ email_verified: true })
  expect((await open(url)).status).toBe(400)
})

test('the link of a password change asks for the password, and holds the policy', async () => {
  const body = { connection_id: 'con_0000000000000002', email: 'linus@acme.example' }
  const url = await ticket('password-change', body)
  expect(await (await open(url)).text()).toContain('name="password"')
  const options = { passwordPolicy: 'low' }
  await api.call('connections/con_0000000000000002', { method: 'PATCH', body: { options } })
  expect((await open(url, 'weak')).status).toBe(400)
  expect((await open(url, 'another-password')).status).toBe(200)
  const username = 'linus@acme.example'
  const { claims } = await login(api.tenant, { client_id: 'hr-web', username, password: 'another-password' })
  expect(claims?.sub).toBe(linus)
  expect((await open(url, 'third-password')).status).toBe(400)
})

test('a link ends with its time, and is of somebody', async () => {
  const url = await ticket('email-verification', { user_id: linus, ttl_sec: 60 })
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
  expect((await open(url)).status).toBe(400)
  const nobody = { method: 'POST', body: { user_id: 'auth0|nobody' } }
  expect((await api.call('tickets/email-verification', nobody)).status).toBe(404)
  expect((await api.call('tickets/password-change', { method: 'POST', body: {} })).status).toBe(400)
})
