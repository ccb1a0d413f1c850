import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { login, refresh } from '../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { ada } from '../action.js'

let tenant: Tenant
let token: string

const requestToken = async (fields: Record<string, string>) => {
  const response = await fetch(`${tenant.issuer}oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...fields })
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

const call = async (path: string, { method = 'GET', bearer = token } = {}) => {
  const response = await fetch(`${tenant.issuer}api/v2/${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}` }
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

beforeAll(async () => {
  tenant = await startTenant()
  token = (await requestToken(tenant.management)).body.access_token ?? ''
  await login(tenant, { client_id: 'hr-web', persona: ada })
})
afterAll(() => tenant.stop())

describe('the token', () => {
  test('has all scopes where none is asked for, and those asked for otherwise', async () => {
    const all = await requestToken(tenant.management)
    expect(all.body).toMatchObject({ token_type: 'Bearer', expires_in: 86400 })
    expect(all.body.scope).toContain('delete:users')
    const one = await requestToken({ ...tenant.management, scope: 'read:users no:such' })
    expect(one.body.scope).toBe('read:users')
  })

  test('is also given for the HTTPS name of the API', async () => {
    const audience = `${tenant.httpsIssuer}api/v2/`
    const { body } = await requestToken({ ...tenant.management, audience })
    expect((await call('users', { bearer: body.access_token ?? '' })).status).toBe(200)
  })

  test('is not given to other applications, or without an audience', async () => {
    const { audience } = tenant.management
    const secret = { client_id: 'hr-web', client_secret: 'hr-web-development-secret' }
    expect((await requestToken({ ...secret, audience })).body.error).toBe('access_denied')
    expect((await requestToken(secret)).body.error).toBe('invalid_request')
  })

  test('is checked', async () => {
    const other = await requestToken({ ...tenant.management, audience: 'https://api.acme.example' })
    expect(await call('users', { bearer: other.body.access_token ?? '' })).toMatchObject({
      status: 401,
      body: { statusCode: 401, error: 'Unauthorized', message: 'Invalid token' }
    })
    expect((await call('users', { bearer: 'x' })).status).toBe(401)
    expect((await fetch(`${tenant.issuer}api/v2/users`)).status).toBe(401)
  })

  test('must have the scope', async () => {
    const { body } = await requestToken({ ...tenant.management, scope: 'read:logs' })
    const bearer = body.access_token ?? ''
    expect(await call('users', { bearer })).toEqual({
      status: 403,
      body: {
        statusCode: 403,
        error: 'Forbidden',
        message: 'Insufficient scope, expected any of: read:users',
        errorCode: 'insufficient_scope'
      }
    })
    expect((await call(`users/${encodeURIComponent(ada)}`, { bearer, method: 'DELETE' })).status).toBe(403)
  })
})

describe('users', () => {
  test('are read by id, with and without fields', async () => {
    const { body } = await call(`users/${encodeURIComponent(ada)}`)
    expect(body).toMatchObject({
      user_id: ada,
      email: 'ada@acme.example',
      logins_count: 1,
      last_ip: '127.0.0.1',
      last_login: expect.any(String),
      user_metadata: { hobby: 'climbing' }
    })
    expect(body).not.toHaveProperty('gender')
    expect((await call(`users/${encodeURIComponent(ada)}?fields=email,name`)).body).toEqual({
      email: 'ada@acme.example',
      name: 'Ada Fictional'
    })
    const rest = await call(`users/${encodeURIComponent(ada)}?fields=email&include_fields=false`)
    expect(rest.body).not.toHaveProperty('email')
  })

  test('are 404 in the shape of Auth0', async () => {
    expect(await call('users/auth0%7Cnobody')).toEqual({
      status: 404,
      body: {
        statusCode: 404,
        error: 'Not Found',
        message: 'The user does not exist.',
        errorCode: 'inexistent_user'
      }
    })
  })

  test('come in pages', async () => {
    expect((await call('users')).body).toHaveLength(2)
    expect((await call('users?per_page=1&page=1&include_totals=true')).body).toMatchObject({
      start: 1,
      limit: 1,
      length: 1,
      total: 2,
      users: [{ user_id: ada }]
    })
    expect((await call('users?page=9')).body).toEqual([])
    expect((await call('users?per_page=101')).status).toBe(400)
    expect((await call('users?page=-1')).body).toMatchObject({ errorCode: 'invalid_query_string' })
  })

  test('are found by e-mail', async () => {
    expect((await call('users-by-email?email=ADA@acme.example')).body).toMatchObject([{ user_id: ada }])
    expect((await call('users-by-email?email=x@acme.example')).body).toEqual([])
    expect((await call('users-by-email')).status).toBe(400)
  })

  test('are gone once deleted, with their sessions and refresh tokens', async () => {
    const grace = 'oidc|acme-idp|grace'
    const { jar, tokens } = await login(tenant, {
      client_id: 'hr-web',
      persona: grace,
      scope: 'openid offline_access'
    })
    expect((await call(`users/${encodeURIComponent(grace)}`, { method: 'DELETE' })).status).toBe(204)
    expect((await call(`users/${encodeURIComponent(grace)}`)).status).toBe(404)
    const silent = await login(tenant, { client_id: 'hr-web', jar, parameters: { prompt: 'none' } })
    expect(silent.callback.get('error')).toBe('login_required')
    const again = refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
    await expect(again).rejects.toThrow('invalid_grant')
    const back = await login(tenant, { client_id: 'hr-web', persona: grace, jar })
    expect(back.claims?.sub).toBe(grace)
  })
})

describe('logs', () => {
  test('come newest first and hold no attribute values', async () => {
    const { body } = await call('logs?per_page=100')
    const types = body.map(({ type }: { type: string }) => type)
    expect(types).toEqual(expect.arrayContaining(['s', 'seacft', 'seccft', 'mgmt_api_read', 'fapi']))
    const dates = body.map(({ date }: { date: string }) => date)
    expect(dates).toEqual([...dates].sort().reverse())
    expect(JSON.stringify(body)).not.toContain('-of-ada')
    const [{ log_id }] = body
    expect((await call(`logs/${log_id}`)).body).toMatchObject({ log_id })
    expect((await call('logs/1')).status).toBe(404)
  })
})
