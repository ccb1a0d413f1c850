import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../action.js'
import { useApi } from './api.js'

const linus = 'auth0|linus'
const api = useApi({
  actions: [
    action(
      'show',
      `const own = event.user.identities.find(({ connection }) => connection === event.connection.name)
       api.idToken.setCustomClaim('https://acme.example/seen', {
         root: event.user.gender ?? null,
         own: own.profileData?.gender ?? null
       })`
    )
  ]
})
const path = (id: string) => `users/${encodeURIComponent(id)}`
const link = (id: string, body: object, token?: string) =>
  api.call(`${path(id)}/identities`, { method: 'POST', body, ...(token !== undefined && { token }) })
const asAda = () => login(api.tenant, { client_id: 'hr-web', persona: ada })
const asLinus = () =>
  login(api.tenant, { client_id: 'hr-web', username: 'linus@acme.example', password: 'development-password' })

test('linked accounts are one user; the metadata of the secondary is discarded, and the log says so', async () => {
  await asAda()
  await api.call(path(ada), { method: 'PATCH', body: { app_metadata: { sealed_demographics: 'a value' } } })
  const wrong = { provider: 'oidc', user_id: ada, connection_id: 'con_0000000000000002' }
  expect((await link(linus, wrong)).status).toBe(404)
  const { status, body } = await link(linus, { provider: 'oidc', user_id: 'acme-idp|ada' })
  expect(status).toBe(201)
  expect(body).toMatchObject([
    { connection: 'Username-Password-Authentication', user_id: 'linus' },
    { connection: 'acme-idp', user_id: 'acme-idp|ada', profileData: { email: 'ada@acme.example' } }
  ])
  expect((await api.call(path(ada))).status).toBe(404)
  expect(api.tenant.user(linus)).toMatchObject({ email: 'linus@acme.example', app_metadata: {} })
  expect(api.tenant.search('a value')).toMatchObject({ profiles: 0, logs: 0 })
  const noted = api.tenant.logs().find(({ description }) => description?.includes('is linked'))
  expect(noted).toMatchObject({ user_id: linus, description: expect.stringContaining('sealed_demographics') })
})

test('a login by either is one of the primary, and leaves its root alone', async () => {
  const { claims } = await asAda()
  expect(claims?.sub).toBe(linus)
  // What only this login may see belongs to the identity it came by.
  expect(claims?.['https://acme.example/seen']).toEqual({ root: null, own: 'gender-of-ada' })
  expect(api.tenant.user(linus)).toMatchObject({ email: 'linus@acme.example', logins_count: 1 })
  expect(JSON.stringify(api.tenant.user(linus))).not.toContain('gender-of-ada')
  expect((await asLinus()).claims?.sub).toBe(linus)
})

test('an identity that is linked no more is a user without metadata; the primary one stays', async () => {
  const unlink = (provider: string, id: string) =>
    api.call(`${path(linus)}/identities/${provider}/${encodeURIComponent(id)}`, { method: 'DELETE' })
  expect((await unlink('auth0', 'linus')).status).toBe(400)
  expect((await unlink('oidc', 'acme-idp|nobody')).status).toBe(404)
  expect((await unlink('oidc', 'acme-idp|ada')).body).toHaveLength(1)
  expect(api.tenant.user(ada)).toMatchObject({
    email: 'ada@acme.example',
    app_metadata: {},
    user_metadata: {},
    identities: [{ connection: 'acme-idp' }]
  })
  expect((await asAda()).claims?.sub).toBe(ada)
})

test('a database user who is secondary logs in by the old password', async () => {
  expect((await link(ada, { provider: 'auth0', user_id: 'linus' })).status).toBe(201)
  expect((await asLinus()).claims?.sub).toBe(ada)
})

test('a user links accounts with the ID token of the other one only', async () => {
  const audience = api.tenant.management.audience
  const scope = 'openid update:current_user_identities'
  const { tokens: own } = await login(api.tenant, { client_id: 'hr-web', persona: ada, audience, scope })
  const { tokens: other } = await login(api.tenant, { client_id: 'hr-web', persona: 'oidc|acme-idp|grace' })
  const token = own?.access_token ?? ''
  const grace = 'oidc|acme-idp|grace'
  expect((await link(ada, { provider: 'oidc', user_id: 'acme-idp|grace' }, token)).status).toBe(403)
  expect((await link(grace, { link_with: other?.id_token }, token)).status).toBe(403)
  for (const link_with of ['x', token]) {
    expect((await link(ada, { link_with }, token)).status).toBe(400)
  }
  expect((await link(ada, { link_with: other?.id_token }, token)).status).toBe(201)
  expect(api.tenant.user(grace)).toBeUndefined()
})
