import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const identifier = 'https://api.acme.example'
const api = useApi({ seed: { apis: [{ identifier: 'https://seeded.example', scopes: ['read:s'] }] } })
const send = (path: string, method: string, body: object) => api.call(path, { method, body })

test('an API is an audience of logins for as long as it is there', async () => {
  const enter = () =>
    login(api.tenant, {
      client_id: 'hr-web',
      persona: ada,
      audience: identifier,
      scope: 'openid read:x write:x'
    })
  expect((await enter()).callback.get('error')).toBe('access_denied')
  const scopes = [{ value: 'read:x' }]
  const made = (await send('resource-servers', 'POST', { identifier, scopes, token_lifetime: 60 })).body
  expect(made).toMatchObject({ identifier, name: identifier, scopes, token_lifetime: 60 })
  expect((await send('resource-servers', 'POST', { identifier })).status).toBe(409)
  const listed = (await api.call('resource-servers')).body
  expect(listed.map((one: typeof made) => one.identifier)).toEqual(['https://seeded.example', identifier])
  const token = (await enter()).tokens?.access_token ?? ''
  expect(decodeJwt(token).scope).toBe('openid read:x')
  const path = `resource-servers/${encodeURIComponent(identifier)}`
  expect((await send(path, 'PATCH', { name: 'Acme' })).body).toMatchObject({ name: 'Acme', scopes })
  expect((await send(path, 'PATCH', { signing_alg: 'HS256' })).status).toBe(400)
  expect((await api.call(path, { method: 'DELETE' })).status).toBe(204)
  expect((await enter()).callback.get('error')).toBe('access_denied')
})

test('grants of machines are kept, one for each API, and go with their client', async () => {
  const grant = { client_id: 'hr-web', audience: identifier, scope: ['read:x'] }
  const { id } = (await send('client-grants', 'POST', grant)).body
  expect((await send('client-grants', 'POST', grant)).status).toBe(409)
  expect((await send('client-grants', 'POST', { ...grant, client_id: 'nobody' })).status).toBe(404)
  expect((await send(`client-grants/${id}`, 'PATCH', { scope: [] })).body).toEqual({
    ...grant,
    id,
    scope: []
  })
  expect((await api.call('client-grants?client_id=spa')).body).toEqual([])
  expect((await api.call('client-grants?take=1')).body.client_grants).toHaveLength(1)
  await api.call('clients/hr-web', { method: 'DELETE' })
  expect((await api.call('client-grants')).body).toEqual([])
})
