import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { login, refresh, userinfo } from '../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { action, ada } from '../action.js'
import { callApi, tokenFor } from '../management/api.js'
import { jsonOf, post, secretOf, useRuntime } from '../setup.js'

const runtime = useRuntime()
const audience = 'https://api.acme.example/'
const granted = 'urn:granted'
let tenant: Tenant
let token: string

const call = async (path: string, method: string, body: object) => {
  const { status, body: answer } = await callApi(tenant, path, { method, body, token })
  expect(status).toBeLessThan(300)
  return answer
}
const api = (identifier: string) => `resource-servers/${encodeURIComponent(identifier)}`
const permission = (permission_name: string) => ({ resource_server_identifier: audience, permission_name })

beforeAll(async () => {
  tenant = await startTenant({
    httpsPort: false,
    runtime,
    actions: [action('hobby', `api.idToken.setCustomClaim('https://acme.example/hobby', 'climbing')`)],
    seed: {
      apis: [
        { identifier: audience, scopes: ['read:a', 'write:a', 'delete:a'] },
        { identifier: granted, scopes: ['read:b', 'write:b'] }
      ]
    }
  })
  token = await tokenFor(tenant)
  await login(tenant, { client_id: 'hr-web', persona: ada })
  return () => tenant.stop()
})

describe('an API with RBAC', () => {
  const of = async (options: { scope?: string; client_id?: string } = {}) => {
    const { tokens } = await login(tenant, {
      client_id: 'hr-web',
      persona: ada,
      audience,
      scope: 'openid offline_access read:a write:a delete:a',
      ...options
    })
    return { ...tokens, claims: decodeJwt(tokens?.access_token ?? '') }
  }

  beforeAll(async () => {
    const { id } = await call('roles', 'POST', { name: 'reader' })
    await call(`roles/${id}/permissions`, 'POST', { permissions: [permission('read:a')] })
    await call(`users/${encodeURIComponent(ada)}/roles`, 'POST', { roles: [id] })
    await call(`users/${encodeURIComponent(ada)}/permissions`, 'POST', {
      permissions: [permission('write:a')]
    })
  })
  beforeEach(() =>
    call(api(audience), 'PATCH', {
      enforce_policies: true,
      token_dialect: 'access_token',
      allow_offline_access: true
    })
  )

  test('gives a user the scopes of roles and permissions, and no others', async () => {
    const { claims, scope } = await of()
    expect(claims.scope).toBe('openid read:a write:a offline_access')
    expect(scope).toBe(claims.scope)
    expect(claims).not.toHaveProperty('permissions')
    const { claims: less } = await of({ scope: 'openid write:a' })
    expect(less.scope).toBe('openid write:a')
  })

  test('names all permissions in the token where it is asked to', async () => {
    await call(api(audience), 'PATCH', { token_dialect: 'access_token_authz' })
    const { claims } = await of({ scope: 'openid' })
    expect(claims.scope).toBe('openid')
    expect(claims.permissions).toEqual(['write:a', 'read:a'])
  })

  test('takes a permission away at the next refresh', async () => {
    const { refresh_token = '' } = await of()
    await callApi(tenant, `users/${encodeURIComponent(ada)}/permissions`, {
      method: 'DELETE',
      body: { permissions: [permission('write:a')] },
      token
    })
    const { access_token } = await refresh(tenant, { client_id: 'hr-web', refresh_token })
    expect(decodeJwt(access_token).scope).toBe('openid read:a offline_access')
    await call(`users/${encodeURIComponent(ada)}/permissions`, 'POST', {
      permissions: [permission('write:a')]
    })
  })

  test('has tokens as RFC 9068 has them', async () => {
    await call(api(audience), 'PATCH', { token_dialect: 'rfc9068_profile_authz' })
    const { access_token = '', claims } = await of()
    expect(decodeProtectedHeader(access_token).typ).toBe('at+jwt')
    expect(claims).toMatchObject({
      client_id: 'hr-web',
      jti: expect.any(String),
      permissions: ['write:a', 'read:a']
    })
    expect(claims).not.toHaveProperty('azp')
    expect(await userinfo(tenant, access_token)).toHaveProperty(['https://acme.example/hobby'], 'climbing')
  })

  test('has a lifetime, and may have no refresh tokens', async () => {
    await call(api(audience), 'PATCH', { token_lifetime: 120, allow_offline_access: false })
    const { claims, expires_in, refresh_token } = await of()
    expect(expires_in).toBe(120)
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120)
    expect(refresh_token).toBeUndefined()
  })
})

describe('a resource in the words of this tenant that does not decode', () => {
  const broken = 'urn:a0seal:api:%E0%A4%A'

  test.each(['audience', 'resource'])('is refused at both endpoints, as %s', async name => {
    const open = await startTenant({ httpsPort: false, runtime })
    try {
      const machine = { client_id: 'hr-web', client_secret: secretOf(open, 'hr-web') }
      const asked = { grant_type: 'client_credentials', ...machine, [name]: broken }
      const answer = await post(open, 'oauth/token', asked)
      expect([answer.status, (await jsonOf(answer)).error]).toEqual([400, 'invalid_target'])
      const refused = await login(open, { client_id: 'hr-web', persona: ada, parameters: { [name]: broken } })
      expect(refused.callback.get('error')).toBe('invalid_target')
    } finally {
      await open.stop()
    }
  })
})

describe('a machine', () => {
  const ask = async (fields: Record<string, string>) => {
    const credentials = { client_id: 'hr-web', client_secret: secretOf(tenant, 'hr-web') }
    const response = await post(tenant, 'oauth/token', {
      grant_type: 'client_credentials',
      ...credentials,
      ...fields
    })
    return { status: response.status, ...(await jsonOf(response)) } as Record<string, unknown>
  }

  test('without a client grant may have every scope of every API', async () => {
    expect(await ask({ audience: granted })).toMatchObject({ status: 200, scope: 'read:b write:b' })
    expect(await ask({ audience })).toMatchObject({ status: 200, scope: 'read:a write:a delete:a' })
  })

  test('with some has what they say, and is refused as by Auth0', async () => {
    const { id } = await call('client-grants', 'POST', {
      client_id: 'hr-web',
      audience: granted,
      scope: ['read:b']
    })
    await call(api(granted), 'PATCH', { enforce_policies: true, token_dialect: 'access_token_authz' })
    const answer = await ask({ audience: granted })
    expect(answer).toMatchObject({ status: 200, scope: 'read:b' })
    expect(decodeJwt(String(answer.access_token)).permissions).toEqual(['read:b'])
    expect(await ask({ audience: granted, scope: 'read:b write:b' })).toMatchObject({
      status: 403,
      error: 'access_denied',
      error_description: 'Client has not been granted scopes: write:b'
    })
    const refused = await ask({ audience })
    expect(refused).toMatchObject({ status: 403, error: 'access_denied' })
    expect(refused.error_description).toContain(`Client is not authorized to access "${audience}".`)
    await call(`client-grants/${id}`, 'PATCH', { allow_all_scopes: true })
    expect(await ask({ audience: granted })).toMatchObject({ scope: 'read:b write:b' })
    await callApi(tenant, `client-grants/${id}`, { method: 'DELETE', token })
    expect(await ask({ audience })).toMatchObject({ status: 200 })
  })

  test('of the Management API keeps to a grant of it, and needs none', async () => {
    const { client_id, audience: management } = tenant.management
    const grant = { client_id, scope: ['read:users'] }
    const other = await call('client-grants', 'POST', { ...grant, audience: granted })
    expect(await tokenFor(tenant, 'read:clients')).toBeTypeOf('string')
    const own = await call('client-grants', 'POST', { ...grant, audience: management })
    expect(decodeJwt(await tokenFor(tenant)).scope).toBe('read:users')
    for (const { id } of [other, own])
      await callApi(tenant, `client-grants/${id}`, { method: 'DELETE', token })
  })
})
