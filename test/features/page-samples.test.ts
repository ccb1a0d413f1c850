import { beforeAll, describe, expect, test } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import { ada, copyDenied, seen } from '../tenant/action.js'
import { useApi } from '../tenant/management/api.js'

/** The requests of Auth0's pages, with the scopes that they name, sent to the local tenant. */
const api = useApi({ actions: [copyDenied] })
const enter = () => login(api.tenant, { client_id: 'hr-web', persona: ada })
beforeAll(enter)
const user = (id: string) => `users/${encodeURIComponent(id)}`
const send = (path: string, body: unknown, token?: string) =>
  api.call(path, { method: 'PATCH', body, ...(token !== undefined && { token }) })

// https://auth0.com/docs/secure/security-guidance/data-security/denylist
describe('Add User Attributes to Deny List', () => {
  const path = 'connections/con_0000000000000001'
  const scopes = 'read:connections read:connections_options update:connections update:connections_options'

  test('step 1: a token of update:connections alone cannot send options since their scope came', async () => {
    const token = await api.tokenFor('update:connections')
    const sample = { options: { non_persistent_attrs: ['ethnicity', 'gender'] } }
    expect(await send(path, sample, token)).toMatchObject({
      status: 403,
      body: { errorCode: 'insufficient_scope' }
    })
  })

  test('step 2: options are read, changed and sent as a whole; the next login stores none of what is denied', async () => {
    const token = await api.tokenFor(scopes)
    const { options } = (await api.call(path, { token })).body
    const kept = { ...options, scope: 'openid profile' }
    await send(path, { options: kept }, token)
    const non_persistent_attrs = ['ethnicity', 'gender', 'https://acme.com/temporary_idtoken']
    const { status, body } = await send(path, { options: { ...kept, non_persistent_attrs } }, token)
    expect([status, body.options]).toEqual([200, { ...kept, non_persistent_attrs }])
    const { claims } = await enter()
    expect(claims?.[seen]).toMatchObject({ gender: 'gender-of-ada', token: 'temporary-idtoken-of-ada' })
    for (const value of ['gender-of-ada', 'ethnicity-of-ada', 'temporary-idtoken-of-ada']) {
      expect([value, api.tenant.search(value).profiles]).toEqual([value, 0])
    }
  })

  test('there is no merge: the sample as it is written takes all other options away', async () => {
    const token = await api.tokenFor(scopes)
    await send(path, { options: { scope: 'openid', non_persistent_attrs: ['gender'] } }, token)
    const sample = { non_persistent_attrs: ['ethnicity', 'gender'] }
    expect((await send(path, { options: sample }, token)).body.options).toEqual(sample)
  })
})

// https://auth0.com/docs/manage-users/user-accounts/metadata/manage-metadata-api
describe('Manage Metadata Using the Management API', () => {
  const jane = {
    email: 'jane.doe@example.com',
    user_metadata: { hobby: 'surfing' },
    app_metadata: { plan: 'full' }
  }
  let id = ''

  test('create: as it is written it lacks the connection, which the endpoint demands', async () => {
    const token = await api.tokenFor('create:users')
    const refused = await api.call('users', { method: 'POST', body: jane, token })
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining('connection')])
    const connection = 'Username-Password-Authentication'
    const body = { ...jane, connection, password: 'a-password' }
    const made = await api.call('users', { method: 'POST', body, token })
    expect([made.status, made.body]).toMatchObject([201, jane])
    id = made.body.user_id
  })

  test('update: a second-level property is added, the rest stays', async () => {
    const token = await api.tokenFor('update:users')
    const addresses = { home: '123 Main Street, Anytown, ST 12345' }
    const { body } = await send(user(id), { user_metadata: { addresses } }, token)
    expect(body).toMatchObject({ ...jane, user_metadata: { hobby: 'surfing', addresses } })
  })

  test('merge: only the first level is merged', async () => {
    const work = { work: '100 Industrial Way, Anytown, ST 12345' }
    const { body } = await send(user(id), { user_metadata: { addresses: work } })
    expect(body.user_metadata).toEqual({ hobby: 'surfing', addresses: work })
    expect(body.user_metadata.addresses).not.toHaveProperty('home')
  })

  test('delete: null deletes one, an empty object all', async () => {
    const one = await send(user(id), { user_metadata: { hobby: null } })
    expect(one.body.user_metadata).not.toHaveProperty('hobby')
    expect((await send(user(id), { user_metadata: {} })).body.user_metadata).toEqual({})
    expect((await send(user(id), { app_metadata: {} })).body.app_metadata).toEqual({})
  })
})

// https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens
test("a user's own token reads the user and changes user_metadata, from a page on loopback too", async () => {
  const { audience } = api.tenant.management
  const scope = 'openid read:current_user update:current_user_metadata'
  const { tokens } = await login(api.tenant, { client_id: 'spa', persona: ada, audience, scope })
  const token = tokens?.access_token ?? ''
  const origin = 'http://localhost:3000'
  const answer = await fetch(`${api.tenant.issuer}api/v2/${user(ada)}`, {
    method: 'PATCH',
    headers: { origin, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user_metadata: { hobby: 'surfing' } })
  })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin])
  expect((await api.call(user(ada), { token })).body.user_metadata).toMatchObject({ hobby: 'surfing' })
  expect((await send(user(ada), { app_metadata: { plan: 'x' } }, token)).status).toBe(403)
  expect((await api.call('users', { token })).status).toBe(403)
})

// https://auth0.com/docs/manage-users/user-accounts/metadata/configure-application-metadata
test('metadata of an application is merged, and null takes a key away', async () => {
  const token = await api.tokenFor('update:clients read:clients')
  const patch = (client_metadata: object) => send('clients/crm-web', { client_metadata }, token)
  expect((await patch({ tier: 'gold', region: 'eu' })).body.client_metadata).toEqual({
    tier: 'gold',
    region: 'eu'
  })
  expect((await patch({ region: null })).body.client_metadata).toEqual({ tier: 'gold' })
})

// https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
test('_exists_ on app_metadata finds who has a sealed value', async () => {
  await send(user(ada), { app_metadata: { sealed_demographics: 'x' } })
  const q = encodeURIComponent('_exists_:app_metadata.sealed_demographics')
  const { body } = await api.call(`users?q=${q}&search_engine=v3`, {
    token: await api.tokenFor('read:users')
  })
  expect(body).toMatchObject([{ user_id: ada }])
})
