import { describe, expect, it } from 'vitest'
import { createManagementClient, tenantAccess } from '../../lib/admin/client.js'
import { getConnection, listConnections } from '../../lib/admin/connections.js'
import { readMfaPolicies } from '../../lib/admin/mfa-policies.js'
import { codeThrownBy } from '../fixtures/codes.js'
import { jumpingClock } from './clock.js'
import { json } from './fake-tenant.js'

const credentials = { AUTH0_CLIENT_ID: 'app', AUTH0_CLIENT_SECRET: 'TEST-SECRET' }

describe('the tenant of an environment', () => {
  it('is a domain with credentials, or with a token', () => {
    expect(tenantAccess({ AUTH0_DOMAIN: 'localhost:8443', ...credentials })).toEqual({
      domain: 'localhost:8443',
      clientId: 'app',
      clientSecret: 'TEST-SECRET'
    })
    expect(
      tenantAccess({ AUTH0_DOMAIN: 'acme.eu.auth0.com', AUTH0_ACCESS_TOKEN: 'token', ...credentials })
    ).toEqual({
      domain: 'acme.eu.auth0.com',
      accessToken: 'token'
    })
  })

  it('may have been copied with its scheme and a slash', () => {
    const AUTH0_DOMAIN = 'https://acme.eu.auth0.com/'
    expect(tenantAccess({ AUTH0_DOMAIN, ...credentials }).domain).toBe('acme.eu.auth0.com')
  })

  it.each([
    [{}],
    [{ AUTH0_DOMAIN: 'acme.auth0.com' }],
    [{ AUTH0_DOMAIN: 'acme.auth0.com', AUTH0_CLIENT_ID: 'app' }],
    [{ AUTH0_DOMAIN: 'acme.auth0.com', AUTH0_CLIENT_SECRET: 'TEST-SECRET' }],
    [credentials],
    [{ AUTH0_DOMAIN: 'http://acme.auth0.com', ...credentials }],
    [{ AUTH0_DOMAIN: 'acme.auth0.com/x', ...credentials }],
    [{ AUTH0_DOMAIN: 'a@acme.auth0.com', ...credentials }],
    [{ AUTH0_DOMAIN: 'acme.auth0.com:x', ...credentials }]
  ])('is not %j', environment => {
    expect(codeThrownBy(() => tenantAccess(environment))).toBe('ERR_USAGE')
  })
})

it('a tenant over HTTP is refused with what to do', () => {
  const environment = { AUTH0_DOMAIN: 'http://localhost:8080', ...credentials }
  expect(() => tenantAccess(environment)).toThrow(/over HTTPS only: .*host:port/)
})

describe('the Management API', () => {
  const access = { domain: 'localhost:8443', clientId: 'app', clientSecret: 'TEST-SECRET' }
  const clientWith = (answer: (url: string, init: RequestInit) => Response) => {
    const urls: string[] = []
    const fetchFake: typeof fetch = async (input, init = {}) => {
      urls.push(String(input))
      return answer(String(input), init)
    }
    return { urls, client: createManagementClient(access, { fetch: fetchFake, clock: jumpingClock() }) }
  }
  const isToken = (url: string) => url.endsWith('/oauth/token')

  it('is reached over HTTPS, with a token for its audience', async () => {
    let form = ''
    const { urls, client } = clientWith((url, { body }) => {
      if (!isToken(url)) return json({ connections: [] })
      form = String(body)
      return json({ access_token: 'token', expires_in: 60 })
    })
    expect(await listConnections(client)).toEqual([])
    expect(urls.map(url => url.split('?')[0])).toEqual([
      'https://localhost:8443/oauth/token',
      'https://localhost:8443/api/v2/connections'
    ])
    expect(new URLSearchParams(form).get('audience')).toBe('https://localhost:8443/api/v2/')
  })

  it.each([
    ['wrong credentials', () => json({ error: 'access_denied', client_secret: 'TEST-SECRET' }, 401), 401],
    ['a page of a proxy', () => new Response('<html>TEST-SECRET', { status: 502 }), 502]
  ])('gives no token for %s, and the error no word of the answer', async (_, answer, status) => {
    const error = await getConnection(clientWith(answer).client, 'con_1').catch(thrown => thrown)
    expect(error).toMatchObject({ code: 'ERR_TENANT', status })
    expect(error.message).toBe(`the tenant gave no token for these credentials (${status})`)
    expect('cause' in error).toBe(false)
  })

  it('says why a tenant cannot be reached', async () => {
    const { client } = clientWith(() => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
    })
    await expect(getConnection(client, 'con_1')).rejects.toMatchObject({
      message: 'GET /connections/con_1: the tenant could not be reached (ECONNREFUSED)'
    })
  })

  it.each([
    ['no JSON', 'not JSON'],
    ['no object', '"text"'],
    ['nothing', '']
  ])('is refused where it answers with %s', async (_, body) => {
    const { client } = clientWith(url =>
      isToken(url) ? json({ access_token: 'token', expires_in: 60 }) : json(body)
    )
    await expect(getConnection(client, 'con_1')).rejects.toMatchObject({ code: 'ERR_TENANT' })
  })

  const first = { connections: [{ id: 'con_1', name: 'acme', strategy: 'oidc' }], next: 'more' }
  it.each([
    ['a page of a proxy', '<html>TEST-SECRET'],
    ['nothing', ''],
    ['a list that is cut off', '{"connections": [{"id"']
  ])('takes %s for no list of connections, be it the first page or the second', async (_, body) => {
    const listed = (answers: string[]) => {
      const { client } = clientWith(url =>
        isToken(url) ? json({ access_token: 'token', expires_in: 60 }) : new Response(answers.shift())
      )
      return listConnections(client).catch(thrown => thrown)
    }
    for (const answers of [[body], [JSON.stringify(first), body]])
      expect(await listed(answers)).toMatchObject({
        code: 'ERR_TENANT',
        message:
          'GET /connections: the tenant could not be reached (the answer is no JSON: is a proxy between?)'
      })
  })

  it('has policies of MFA that are a list', async () => {
    const { client } = clientWith(url => json(isToken(url) ? { access_token: 'token', expires_in: 60 } : {}))
    await expect(readMfaPolicies(client)).rejects.toMatchObject({ code: 'ERR_TENANT' })
  })
})
