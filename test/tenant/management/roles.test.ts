import { beforeAll, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../action.js'
import { useApi } from './api.js'

const claim = 'https://acme.example/roles'
const api = useApi({
  actions: [action('show', `api.idToken.setCustomClaim('${claim}', event.authorization.roles)`)]
})
beforeAll(() => login(api.tenant, { client_id: 'hr-web', persona: ada }))

const user = `users/${encodeURIComponent(ada)}`
const identifier = 'https://api.acme.example'
const send = (path: string, method: string, body: object) => api.call(path, { method, body })
const createRole = async (name: string) => (await send('roles', 'POST', { name, description: 'a role' })).body
const loginRoles = async () =>
  (await login(api.tenant, { client_id: 'hr-web', persona: ada })).claims?.[claim]
const permission = (permission_name: string) => ({ resource_server_identifier: identifier, permission_name })

test('roles of a user are in the event of the next login, and gone with the role', async () => {
  const { id } = await createRole('editor')
  expect((await api.call('roles')).body).toEqual([{ id, name: 'editor', description: 'a role' }])
  expect((await send('roles', 'POST', { name: 'editor' })).status).toBe(409)
  expect(await loginRoles()).toEqual([])
  expect((await send(`${user}/roles`, 'POST', { roles: [id] })).status).toBe(204)
  expect((await send(`${user}/roles`, 'POST', { roles: ['rol_none'] })).status).toBe(404)
  expect(await loginRoles()).toEqual(['editor'])
  expect((await api.call(`roles/${id}/users`)).body).toMatchObject([{ user_id: ada }])
  await send(`roles/${id}`, 'PATCH', { name: 'writer' })
  expect(await loginRoles()).toEqual(['writer'])
  await send(`${user}/roles`, 'DELETE', { roles: [id] })
  expect((await api.call(`${user}/roles`)).body).toEqual([])
  expect((await send(`roles/${id}/users`, 'POST', { users: [ada] })).status).toBe(200)
  expect(await loginRoles()).toEqual(['writer'])
  await api.call(`roles/${id}`, { method: 'DELETE' })
  expect(await loginRoles()).toEqual([])
})

test('permissions are scopes of an API, from the user and from roles', async () => {
  await send('resource-servers', 'POST', {
    identifier,
    name: 'Acme',
    scopes: [{ value: 'read:x', description: 'reads' }, { value: 'write:x' }]
  })
  const { id } = await createRole('reader')
  expect((await send(`roles/${id}/permissions`, 'POST', { permissions: [permission('no:x')] })).status).toBe(
    404
  )
  expect(
    (await send(`roles/${id}/permissions`, 'POST', { permissions: [permission('read:x')] })).status
  ).toBe(201)
  expect((await api.call(`roles/${id}/permissions`)).body).toEqual([
    { ...permission('read:x'), description: 'reads', resource_server_name: 'Acme' }
  ])
  await send(`${user}/roles`, 'POST', { roles: [id] })
  const own = { permissions: [permission('read:x'), permission('write:x')] }
  await send(`${user}/permissions`, 'POST', own)
  const list = (await api.call(`${user}/permissions`)).body
  const sources = list.map((one: { permission_name: string; sources: { source_type: string }[] }) => [
    one.permission_name,
    one.sources.map(({ source_type }) => source_type)
  ])
  expect(sources).toEqual([
    ['read:x', ['DIRECT', 'ROLE']],
    ['write:x', ['DIRECT']]
  ])
  await send(`${user}/permissions`, 'DELETE', own)
  expect((await api.call(`${user}/permissions`)).body).toHaveLength(1)
  await send(`roles/${id}/permissions`, 'DELETE', { permissions: [permission('read:x')] })
  expect((await api.call(`${user}/permissions`)).body).toEqual([])
})

test('each needs its scope', async () => {
  const token = await api.tokenFor('read:connections')
  for (const [path, method] of [
    ['roles', 'GET'],
    ['roles', 'POST'],
    [`${user}/roles`, 'GET'],
    [`${user}/permissions`, 'GET'],
    ['resource-servers', 'GET'],
    ['client-grants', 'GET']
  ] as const) {
    expect([path, (await api.call(path, { method, token })).status]).toEqual([path, 403])
  }
})
