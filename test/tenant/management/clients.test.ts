import { describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../action.js'
import { useApi } from './api.js'

const api = useApi({
  actions: [action('show', `api.idToken.setCustomClaim('https://acme.example/m', event.client.metadata)`)],
  seed: {
    clients: [
      { client_id: 'app', client_secret: 'app-secret', name: 'App', client_metadata: { a: '1', b: '2' } },
      { client_id: 'tpc_other', name: 'Third' },
      { client_id: 'machine', app_type: 'non_interactive', client_secret: 'machine-secret' }
    ]
  }
})
const patch = (body: unknown) => api.call('clients/app', { method: 'PATCH', body })

describe('applications', () => {
  test('are listed and read; a secret only by its own scope', async () => {
    const ids = async (query: string) =>
      (await api.call(`clients?${query}`)).body.map(({ client_id }: { client_id: string }) => client_id)
    expect(await ids('')).toEqual(['app', 'tpc_other', 'machine'])
    expect(await ids('app_type=non_interactive,native')).toEqual(['machine'])
    expect(await ids('is_first_party=false')).toEqual(['tpc_other'])
    expect(await ids('is_global=true')).toEqual(['global'])
    expect((await api.call('clients?include_totals=true&per_page=1&page=2')).body).toMatchObject({
      total: 3,
      start: 2,
      clients: [{ client_id: 'machine' }]
    })
    const { next } = (await api.call('clients?take=2')).body
    expect((await api.call(`clients?take=2&from=${next}`)).body).toMatchObject({
      clients: [{ client_id: 'machine' }]
    })
    expect((await api.call('clients/app')).body).toMatchObject({ name: 'App', client_secret: 'app-secret' })
    const token = await api.tokenFor('read:clients')
    expect((await api.call('clients/app', { token })).body).not.toHaveProperty('client_secret')
    expect(JSON.stringify((await api.call('clients', { token })).body)).not.toContain('-secret')
    expect((await api.call('clients/nobody')).status).toBe(404)
    expect((await api.call('clients/app?fields=name')).body).toEqual({ name: 'App' })
  })

  test('have client_metadata that merges, and that the next login sees', async () => {
    expect((await patch({ client_metadata: { b: null, c: '3' } })).body.client_metadata).toEqual({
      a: '1',
      c: '3'
    })
    const { claims } = await login(api.tenant, { client_id: 'app', persona: ada })
    expect(claims).toMatchObject({ 'https://acme.example/m': { a: '1', c: '3' } })
  })

  test('have ten keys of 255 characters at most', async () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'x']))
    const bad = [{ x: 'x'.repeat(256) }, { ['x'.repeat(256)]: 'x' }, { x: 'ü' }, { x: 1 }, keys(11)]
    for (const client_metadata of bad) expect((await patch({ client_metadata })).status).toBe(400)
    // Two are there.
    expect((await patch({ client_metadata: keys(9) })).status).toBe(400)
    expect((await patch({ client_metadata: keys(8) })).status).toBe(200)
    expect((await patch({ client_id: 'other' })).status).toBe(400)
    const token = await api.tokenFor('read:clients')
    expect((await api.call('clients/app', { method: 'PATCH', body: {}, token })).status).toBe(403)
  })

  test('can be created, changed and deleted; a public one has no secret', async () => {
    const create = (body: object) => api.call('clients', { method: 'POST', body })
    const spa = (await create({ name: 'New SPA', app_type: 'spa', callbacks: ['http://localhost:1/cb'] }))
      .body
    expect(spa).toMatchObject({ name: 'New SPA', token_endpoint_auth_method: 'none' })
    expect(spa).not.toHaveProperty('client_secret')
    const web = (await create({ name: 'New web', description: 'kept', refresh_token: { leeway: 3 } })).body
    expect(web).toMatchObject({
      app_type: 'regular_web',
      client_secret: expect.any(String),
      description: 'kept',
      refresh_token: { leeway: 3 }
    })
    const { claims } = await login(api.tenant, { client_id: spa.client_id, persona: ada })
    expect(claims?.aud).toBe(spa.client_id)
    const path = `clients/${web.client_id}`
    const changed = await api.call(path, { method: 'PATCH', body: { token_endpoint_auth_method: 'none' } })
    expect(changed.body).not.toHaveProperty('client_secret')
    expect((await api.call(path, { method: 'DELETE' })).status).toBe(204)
    expect((await api.call(path)).status).toBe(404)
    expect((await create({ name: 'x', no_such_field: 1 })).body.message).toContain('no_such_field')
    expect((await create({})).status).toBe(400)
  })

  test('take every field of the API; what no login goes by is shown again', async () => {
    const kept = {
      jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 60 },
      oidc_conformant: false,
      sso: true,
      addons: { samlp: { audience: 'x' } },
      organization_usage: 'allow'
    }
    expect((await patch(kept)).body).toMatchObject(kept)
    expect((await api.call('clients/app')).body).toMatchObject({ ...kept, name: 'App' })
  })

  test('have a global one, which is kept and cannot be deleted', async () => {
    const [shown] = (await api.call('clients?is_global=true')).body
    expect(shown).toMatchObject({ client_id: 'global', global: true })
    const change = { custom_login_page: '<html></html>', custom_login_page_on: true }
    await api.call('clients/global', { method: 'PATCH', body: change })
    expect((await api.call('clients/global')).body).toMatchObject(change)
    expect((await api.call('clients/global', { method: 'DELETE' })).status).toBe(400)
    await expect(login(api.tenant, { client_id: 'global', persona: ada })).rejects.toThrow()
  })
})
