import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browse, createCookieJar, login, userinfo } from '../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { action, ada, callback } from '../action.js'

let tenant: Tenant
let config: client.Configuration

const secret = (clientId: string): string =>
  tenant.clients.find(({ client_id }) => client_id === clientId)?.client_secret ?? ''

const discover = (authentication?: client.ClientAuth) =>
  client.discovery(new URL(tenant.issuer), 'hr-web', secret('hr-web'), authentication, {
    execute: [client.allowInsecureRequests]
  })

const post = (path: string, body: object | URLSearchParams) =>
  fetch(`${tenant.issuer}${path}`, {
    method: 'POST',
    ...(body instanceof URLSearchParams
      ? { body }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  })

const jsonOf = async (response: Response) => (await response.json()) as Record<string, unknown>

beforeAll(async () => {
  tenant = await startTenant({
    httpsPort: false,
    actions: [
      action(
        'hobby',
        `api.idToken.setCustomClaim('https://acme.example/hobby', event.user.user_metadata.hobby)`
      )
    ]
  })
  config = await discover()
})
afterAll(() => tenant.stop())

/** A login driven by openid-client, which checks state, nonce, issuer, signature and audience. */
const codeFlow = async (configuration: client.Configuration, parameters: Record<string, string> = {}) => {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const expectedNonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid profile email offline_access',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...parameters
  })
  const jar = createCookieJar()
  const reached = await browse(tenant, url, { callback, jar, persona: ada })
  const exchange = () =>
    client.authorizationCodeGrant(configuration, reached.url, {
      pkceCodeVerifier,
      expectedState,
      expectedNonce
    })
  return { exchange, jar }
}

describe('discovery', () => {
  test("names Auth0's endpoints under an issuer with a trailing slash", () => {
    expect(config.serverMetadata()).toMatchObject({
      issuer: tenant.issuer,
      authorization_endpoint: `${tenant.issuer}authorize`,
      token_endpoint: `${tenant.issuer}oauth/token`,
      userinfo_endpoint: `${tenant.issuer}userinfo`,
      jwks_uri: `${tenant.issuer}.well-known/jwks.json`,
      revocation_endpoint: `${tenant.issuer}oauth/revoke`,
      end_session_endpoint: `${tenant.issuer}oidc/logout`
    })
    expect(tenant.issuer).toMatch(/^http:\/\/localhost:\d+\/$/)
  })

  test('serves no private key', async () => {
    const { keys } = await jsonOf(await fetch(`${tenant.issuer}.well-known/jwks.json`))
    expect(Object.keys((keys as object[])[0] ?? {}).sort()).toEqual([
      'alg',
      'e',
      'kid',
      'kty',
      'n',
      'use',
      'x5c',
      'x5t'
    ])
  })
})

describe('code and PKCE', () => {
  test('gives tokens with the claims of the scopes and those of the Actions', async () => {
    const { exchange } = await codeFlow(config)
    const tokens = await exchange()
    expect(tokens.claims()).toMatchObject({
      sub: ada,
      aud: 'hr-web',
      email: 'ada@acme.example',
      name: 'Ada Fictional',
      'https://acme.example/hobby': 'climbing'
    })
    const info = await client.fetchUserInfo(config, tokens.access_token, ada)
    expect(info).toMatchObject({ email: 'ada@acme.example', 'https://acme.example/hobby': 'climbing' })
    expect(info.updated_at).toBeTypeOf('number')
  })

  test('lets a scope that was not asked for keep its claims back', async () => {
    const { tokens, claims } = await login(tenant, { client_id: 'spa', persona: ada, scope: 'openid' })
    expect(claims).not.toHaveProperty('email')
    expect(claims).toHaveProperty('https://acme.example/hobby')
    expect(Object.keys(await userinfo(tenant, tokens?.access_token ?? '')).sort()).toEqual([
      'https://acme.example/hobby',
      'sub'
    ])
  })

  test('refuses a code that was used, and takes back what it gave', async () => {
    const { exchange } = await codeFlow(config)
    const tokens = await exchange()
    await expect(exchange()).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant'
    })
    await expect(userinfo(tenant, tokens.access_token)).rejects.toThrow('401')
  })

  test('gives only one of two simultaneous exchanges its tokens', async () => {
    const { exchange } = await codeFlow(config)
    const results = await Promise.allSettled([exchange(), exchange(), exchange()])
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
  })

  test('wants PKCE from a public application', async () => {
    const url = `${tenant.issuer}authorize?response_type=code&client_id=spa&scope=openid&state=1&redirect_uri=${callback}`
    const response = await fetch(url, { redirect: 'manual' })
    expect(response.headers.get('location')).toContain('error=invalid_request')
  })

  test('refuses a callback that is neither listed nor on loopback', async () => {
    const url = new URL(`${tenant.issuer}authorize?response_type=code&client_id=hr-web&scope=openid&state=1`)
    for (const uri of [
      'https://evil.example/cb',
      'http://localhost.evil.example/',
      'http://localhost@evil.example/'
    ]) {
      url.searchParams.set('redirect_uri', uri)
      const response = await fetch(url, { redirect: 'manual' })
      expect(response.status).toBe(400)
      expect(response.headers.get('location')).toBeNull()
    }
  })
})

describe('client authentication', () => {
  test.each([
    ['post', client.ClientSecretPost],
    ['basic', client.ClientSecretBasic]
  ])('takes the secret by %s', async (_name, method) => {
    const { exchange } = await codeFlow(await discover(method(secret('hr-web'))))
    expect((await exchange()).access_token).toBeTypeOf('string')
  })

  test('takes a JSON body', async () => {
    const { client_id, client_secret, audience } = tenant.management
    const response = await post('oauth/token', {
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      audience
    })
    expect(response.status).toBe(200)
    expect(decodeJwt(String((await jsonOf(response)).access_token))).toMatchObject({
      aud: audience,
      azp: client_id,
      sub: `${client_id}@clients`,
      gty: 'client-credentials'
    })
  })

  test('refuses a wrong secret and a broken body', async () => {
    const wrong = {
      grant_type: 'client_credentials',
      client_id: 'hr-web',
      client_secret: 'x',
      audience: 'urn:x:y'
    }
    expect((await post('oauth/token', wrong)).status).toBe(401)
    const headers = { 'content-type': 'application/json' }
    const broken = await fetch(`${tenant.issuer}oauth/token`, { method: 'POST', headers, body: '{' })
    expect(await broken.json()).toMatchObject({ error: 'invalid_request' })
  })
})

describe('audience', () => {
  const audience = 'https://api.acme.example'

  test('gives a JWT for that API and /userinfo', async () => {
    const { tokens } = await login(tenant, {
      client_id: 'spa',
      persona: ada,
      audience,
      scope: 'openid read:things'
    })
    const token = tokens?.access_token ?? ''
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    expect(decodeJwt(token)).toMatchObject({
      iss: tenant.issuer,
      sub: ada,
      aud: [audience, `${tenant.issuer}userinfo`],
      azp: 'spa',
      scope: 'openid read:things'
    })
    expect(await userinfo(tenant, token)).toMatchObject({ sub: ada })
  })

  test('is opaque without one', async () => {
    const { tokens } = await login(tenant, { client_id: 'spa', persona: ada })
    expect(tokens?.access_token).not.toContain('.')
  })

  test("gives a user's application no more of the Management API than the user's own metadata", async () => {
    const { tokens } = await login(tenant, {
      client_id: 'spa',
      persona: ada,
      audience: tenant.management.audience,
      scope: 'openid read:users update:users update:current_user_metadata'
    })
    expect(tokens?.scope).toBe('openid update:current_user_metadata')
  })
})

describe('database connection', () => {
  test('logs in with a password and says so in amr-like methods', async () => {
    const { claims } = await login(tenant, {
      client_id: 'hr-web',
      username: 'Linus@acme.example',
      password: 'development-password'
    })
    expect(claims?.sub).toBe('auth0|linus')
  })

  test.each([
    ['fp', 'linus@acme.example', 'wrong'],
    ['fu', 'nobody@acme.example', 'development-password']
  ])('refuses and logs %s', async (type, username, password) => {
    await expect(login(tenant, { client_id: 'hr-web', username, password })).rejects.toThrow('400')
    const entry = tenant.logs().at(-1)
    expect(entry).toMatchObject({ type, user_name: username })
    expect(JSON.stringify(entry)).not.toContain('development-password')
  })

  test('does not let a database user in without the password', async () => {
    await expect(login(tenant, { client_id: 'hr-web', persona: 'auth0|linus' })).rejects.toThrow('400')
  })
})

describe('/userinfo', () => {
  test('wants a token of its own', async () => {
    expect((await fetch(`${tenant.issuer}userinfo`)).status).toBe(401)
    await expect(userinfo(tenant, 'x.y.z')).rejects.toThrow('401')
  })

  test('answers pages on loopback, and no others', async () => {
    const { tokens } = await login(tenant, { client_id: 'spa', persona: ada })
    const ask = (origin: string) =>
      fetch(`${tenant.issuer}userinfo`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens?.access_token}`, origin }
      })
    const near = await ask('http://localhost:4200')
    expect(near.headers.get('access-control-allow-origin')).toBe('http://localhost:4200')
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('does not run the Actions', async () => {
    const { tokens } = await login(tenant, { client_id: 'spa', persona: ada })
    const before = tenant.executions().length
    await userinfo(tenant, tokens?.access_token ?? '')
    expect(tenant.executions().length).toBe(before)
  })
})
