import { describe, expect, test } from 'vitest'
import { useApi } from './api.js'

const options = {
  non_persistent_attrs: ['gender'],
  client_id: 'upstream',
  client_secret: 'upstream-secret',
  attribute_map: { mapping_mode: 'bind_all' },
  unknown_to_sdks: [1, { deep: null }]
}
const api = useApi({
  seed: {
    connections: [
      { id: 'con_a', name: 'a', strategy: 'oidc', display_name: 'Acme', realms: ['acme.example'], options },
      { id: 'con_b', name: 'b', strategy: 'samlp', metadata: { owner: 'hr' } },
      { id: 'con_db', name: 'db', strategy: 'auth0', options: { attributes: { email: { unique: false } } } }
    ],
    clients: [{ client_id: 'one' }, { client_id: 'two' }]
  }
})
const patch = (id: string, body: unknown, token?: string) =>
  api.call(`connections/${id}`, { method: 'PATCH', body, ...(token !== undefined && { token }) })

describe('connections are read', () => {
  test('one by one, options and all', async () => {
    expect((await api.call('connections/con_a')).body).toEqual({
      id: 'con_a',
      name: 'a',
      strategy: 'oidc',
      display_name: 'Acme',
      realms: ['acme.example'],
      is_domain_connection: false,
      show_as_button: true,
      metadata: {},
      options
    })
    expect((await api.call('connections/con_b')).body).toMatchObject({ display_name: 'b', realms: ['b'] })
    expect((await api.call('connections/con_a?fields=name,id')).body).toEqual({ id: 'con_a', name: 'a' })
    expect(await api.call('connections/con_x')).toMatchObject({
      status: 404,
      body: { statusCode: 404, error: 'Not Found', errorCode: 'inexistent_connection' }
    })
  })

  test('without options where the scope for them is missing', async () => {
    const token = await api.tokenFor('read:connections update:connections')
    expect((await api.call('connections/con_a', { token })).body).not.toHaveProperty('options')
    for (const connection of (await api.call('connections', { token })).body) {
      expect(connection).not.toHaveProperty('options')
    }
    const { body } = await patch('con_b', { show_as_button: false }, token)
    expect(body).toMatchObject({ show_as_button: false })
    expect(body).not.toHaveProperty('options')
  })

  test('as a list, by name and by strategy', async () => {
    const names = async (query: string) =>
      (await api.call(`connections?${query}`)).body.map(({ name }: { name: string }) => name)
    expect(await names('')).toEqual(['a', 'b', 'db'])
    expect(await names('strategy=samlp&strategy=auth0')).toEqual(['b', 'db'])
    expect(await names('name=a')).toEqual(['a'])
    expect(await names('name=nobody')).toEqual([])
    expect((await api.call('connections?include_totals=true&per_page=2&page=1')).body).toMatchObject({
      start: 2,
      limit: 2,
      length: 1,
      total: 3
    })
  })

  test('by checkpoints, until there is no next', async () => {
    const first = (await api.call('connections?take=2&include_totals=true')).body
    expect(first).toEqual({ connections: [expect.anything(), expect.anything()], next: expect.any(String) })
    const second = (await api.call(`connections?take=2&from=${first.next}`)).body
    expect(second).toEqual({ connections: [expect.objectContaining({ name: 'db' })] })
    expect((await api.call('connections?take=3')).body).not.toHaveProperty('next')
    expect((await api.call('connections?from=x')).status).toBe(400)
    expect((await api.call('connections?take=101')).status).toBe(400)
  })

  test('page by page up to a thousand only', async () => {
    expect((await api.call('connections?per_page=100&page=9')).body).toEqual([])
    expect(await api.call('connections?per_page=100&page=10')).toMatchObject({
      status: 400,
      body: { errorCode: 'invalid_paging' }
    })
  })
})

describe('a PATCH of a connection', () => {
  test('replaces the options whole', async () => {
    const { id } = (
      await api.call('connections', {
        method: 'POST',
        body: { name: 'fresh', strategy: 'oidc', options }
      })
    ).body
    expect((await patch(id, { options: { scope: 'openid' } })).body.options).toEqual({ scope: 'openid' })
    expect((await api.call(`connections/${id}`)).body.options).toEqual({ scope: 'openid' })
    expect((await patch(id, { show_as_button: true })).body.options).toEqual({ scope: 'openid' })
  })

  test('resets display name and realms that it leaves out', async () => {
    const kept = { display_name: 'Acme', realms: ['acme.example'] }
    expect((await patch('con_a', { ...kept, options })).body).toMatchObject(kept)
    expect((await patch('con_a', { realms: [] })).body).toMatchObject({ display_name: 'a', realms: ['a'] })
  })

  test('of options needs their scope, and changes nothing without it', async () => {
    const token = await api.tokenFor('update:connections read:connections read:connections_options')
    expect(await patch('con_a', { options: {} }, token)).toMatchObject({
      status: 403,
      body: {
        message: 'Insufficient scope, expected any of: update:connections_options',
        errorCode: 'insufficient_scope'
      }
    })
    expect((await api.call('connections/con_a')).body.options).toEqual(options)
  })

  test('takes enabled_clients, which Auth0 deprecates', async () => {
    const clientsOf = async (id: string) =>
      (await api.call(`connections/${id}/clients`)).body.clients.map(
        ({ client_id }: { client_id: string }) => client_id
      )
    expect((await patch('con_a', { enabled_clients: ['one'] })).status).toBe(200)
    expect(await clientsOf('con_a')).toEqual(['one'])
    expect((await patch('con_a', { enabled_clients: ['nobody'] })).status).toBe(400)
    const body = { name: 'enabled', strategy: 'oidc', enabled_clients: ['two'] }
    const made = await api.call('connections', { method: 'POST', body })
    expect(await clientsOf(made.body.id)).toEqual(['two'])
    await api.call(`connections/${made.body.id}`, { method: 'DELETE' })
    const unknown = { ...body, enabled_clients: ['nobody'] }
    expect((await api.call('connections', { method: 'POST', body: unknown })).status).toBe(400)
  })

  test('knows neither name nor strategy', async () => {
    for (const body of [{ name: 'c' }, { strategy: 'samlp' }]) {
      const [property] = Object.keys(body)
      expect(await patch('con_a', body)).toMatchObject({
        status: 400,
        body: {
          message: `Payload validation error: 'Additional properties not allowed: ${property}'.`,
          errorCode: 'invalid_body'
        }
      })
    }
  })

  test('refuses a deny list Auth0 refuses', async () => {
    const lists = [null, 'gender', [''], ['x'.repeat(256)], Array(97).fill('x')]
    for (const non_persistent_attrs of lists) {
      const { status, body } = await patch('con_a', { options: { non_persistent_attrs } })
      expect(status).toBe(400)
      expect(body.message).toContain('on property options.non_persistent_attrs')
    }
    expect((await patch('con_a', { options: null })).status).toBe(400)
    const longest = Array(96).fill('x'.repeat(255))
    expect((await patch('con_a', { options: { ...options, non_persistent_attrs: longest } })).status).toBe(
      200
    )
  })

  test('cannot drop that e-mails need not be unique', async () => {
    expect((await patch('con_db', { options: {} })).status).toBe(400)
    const repeated = { attributes: { email: { unique: false, verification_method: 'code' } } }
    expect((await patch('con_db', { options: repeated })).status).toBe(200)
  })

  test('needs a body that is JSON', async () => {
    expect((await patch('con_a', '{')).body).toMatchObject({ statusCode: 400, errorCode: 'invalid_body' })
    expect((await patch('con_a', '[]')).status).toBe(400)
    const large = { options: { text: 'x'.repeat(1_000_000) } }
    expect((await patch('con_a', large)).status).toBe(413)
  })
})

describe('connections come and go', () => {
  test('with a name of their own', async () => {
    const create = (body: unknown) => api.call('connections', { method: 'POST', body })
    const created = await create({ name: 'new-one', strategy: 'oidc' })
    expect(created).toMatchObject({
      status: 201,
      body: { id: expect.stringMatching(/^con_[0-9a-f]{16}$/), display_name: 'new-one', options: {} }
    })
    expect(await create({ name: 'new-one', strategy: 'oidc' })).toMatchObject({ status: 409 })
    expect((await create({ name: 'new one', strategy: 'oidc' })).status).toBe(400)
    const { id } = created.body
    expect((await api.call(`connections/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await api.call(`connections/${id}`)).status).toBe(404)
  })
})

test('the users of a connection go with it', async () => {
  const { id } = (
    await api.call('connections', { method: 'POST', body: { name: 'leaving', strategy: 'auth0' } })
  ).body
  const user = { connection: 'leaving', email: 'leaving@acme.example', password: 'first-password' }
  const { user_id } = (await api.call('users', { method: 'POST', body: user })).body
  await api.call(`connections/${id}`, { method: 'DELETE' })
  expect(api.tenant.user(user_id)).toBeUndefined()
})

describe('the clients of a connection', () => {
  const clients = async (query = '') => (await api.call(`connections/con_b/clients${query}`)).body

  test('are all of a seed, then those the API has enabled', async () => {
    expect(await clients('?take=1')).toEqual({ clients: [{ client_id: 'one' }], next: expect.any(String) })
    const change = (body: unknown) => api.call('connections/con_b/clients', { method: 'PATCH', body })
    expect(await change([{ client_id: 'one', status: false }])).toMatchObject({ status: 204 })
    expect((await clients()).clients).not.toContainEqual({ client_id: 'one' })
    expect((await clients()).clients).toContainEqual({ client_id: 'two' })
    expect((await change([{ client_id: 'nobody', status: true }])).status).toBe(400)
    expect((await change(Array(51).fill({ client_id: 'one', status: true }))).status).toBe(400)
    expect((await change([{ client_id: 'one', status: true }])).status).toBe(204)
    expect((await clients()).clients).toContainEqual({ client_id: 'one' })
  })
})
