import { describe, expect, test } from 'vitest'
import {
  createClients,
  isAllowedOrigin,
  isKnownOrigin,
  isLoopbackUrl
} from '../../../lib/tenant/store/clients.js'
import { useTenants } from '../setup.js'

const start = useTenants()
const native = {
  client_id: 'phone',
  app_type: 'native' as const,
  callbacks: ['com.acme.app://callback', 'https://phone.acme.example/callback'],
  web_origins: ['blob:https://inner.acme.example/x', 'file:///index.html', 'https://web.acme.example']
}

describe('the origins of an application', () => {
  test.each([
    ['https://phone.acme.example', true],
    ['https://web.acme.example', true],
    ['http://localhost:3000', true],
    ['null', false],
    ['https://inner.acme.example', false],
    ['https://evil.example', false]
  ])('%s: %s', (origin, isAllowed) => {
    const clients = createClients([native])
    expect(clients.map(client => isAllowedOrigin(client, origin))).toEqual([isAllowed])
    expect(isKnownOrigin(new Map(clients.map(client => [client.client_id, client])), origin)).toBe(isAllowed)
  })

  test('a page without one may read nothing, whatever callbacks there are', async () => {
    const tenant = await start({ seed: { clients: [native] } })
    const headers = { origin: 'null', 'content-type': 'application/json' }
    for (const path of [
      'co/authenticate',
      'userinfo',
      'api/v2/users',
      'oauth/token',
      'dbconnections/signup'
    ]) {
      const body = JSON.stringify({ client_id: 'phone', grant_type: 'authorization_code' })
      const answer = await fetch(`${tenant.issuer}${path}`, { method: 'POST', headers, body })
      expect(answer.headers.get('access-control-allow-origin'), path).toBeNull()
    }
  })
})

test.each([
  ['http://localhost/', true],
  ['https://127.0.0.1:8443/callback?a=b', true],
  [' http://localhost/', false],
  ['http://localhost/\r\nX:1', false],
  ['http://local\thost/', false],
  ['http://localhost/\u0000', false],
  ['http://localhost.evil.example/', false]
])('%j is on this machine: %s', (url, isLoopback) => {
  expect(isLoopbackUrl(url)).toBe(isLoopback)
})
