import { beforeAll, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const api = useApi({ seed: { organizations: [{ id: 'org_open', name: 'open' }] } })
beforeAll(() => login(api.tenant, { client_id: 'hr-web', persona: ada }))

const send = (path: string, method: string, body: object) => api.call(path, { method, body })
const enter = async (organization: string) =>
  (await login(api.tenant, { client_id: 'hr-web', persona: ada, parameters: { organization } })).callback.get(
    'error_description'
  )

test('an organization is for its members, who come and go', async () => {
  const body = { name: 'acme', display_name: 'Acme', metadata: { plan: 'gold' }, branding: { colors: {} } }
  const { id, ...made } = (await send('organizations', 'POST', body)).body
  expect(made).toEqual(body)
  expect((await send('organizations', 'POST', body)).status).toBe(409)
  expect((await api.call('organizations/name/acme')).body).toMatchObject({ id })
  expect(await enter(id)).toContain('is not part of')
  const members = `organizations/${id}/members`
  expect((await send(members, 'POST', { members: ['auth0|nobody'] })).status).toBe(404)
  expect((await send(members, 'POST', { members: [ada] })).status).toBe(204)
  expect((await api.call(members)).body).toMatchObject([{ user_id: ada, email: 'ada@acme.example' }])
  expect(await enter(id)).toBeNull()
  const own = (await api.call(`users/${encodeURIComponent(ada)}/organizations`)).body
  expect(own.map(({ name }: { name: string }) => name)).toEqual(['open', 'acme'])
  await send(members, 'DELETE', { members: [ada] })
  expect(await enter(id)).toContain('is not part of')
  await send(`organizations/${id}`, 'PATCH', { display_name: 'Other' })
  expect((await api.call(`organizations/${id}`)).body).toEqual({ ...body, id, display_name: 'Other' })
  await api.call(`organizations/${id}`, { method: 'DELETE' })
  expect(await enter(id)).toBe('parameter organization is invalid')
})

test('one of the seed that names no members has all users, until one is taken out', async () => {
  const members = 'organizations/org_open/members'
  expect((await api.call(members)).body.length).toBeGreaterThan(1)
  await send(members, 'DELETE', { members: [ada] })
  expect(await enter('org_open')).toContain('is not part of')
})

test.each(['enabled_connections', 'connections'])('its connections are kept, at %s', async name => {
  const path = `organizations/org_open/${name}`
  const [{ id: connection_id }] = (await api.call('connections')).body
  const made = await send(path, 'POST', { connection_id, assign_membership_on_login: true })
  expect([made.status, made.body]).toMatchObject([201, { connection_id, show_as_button: true }])
  await send(`${path}/${connection_id}`, 'PATCH', { show_as_button: false })
  expect((await api.call(path)).body).toMatchObject([
    { connection_id, assign_membership_on_login: true, show_as_button: false }
  ])
  expect((await api.call(`${path}/${connection_id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await api.call(`${path}/${connection_id}`)).status).toBe(404)
  expect((await send(path, 'POST', { connection_id: 'con_none' })).status).toBe(404)
})
