import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request } from 'node:http'
import { request as requestTls } from 'node:https'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { browse, type CookieJar, createCookieJar, login, visit } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { developmentCode } from '../../lib/tenant/triggers/challenge.js'
import { issuedTokens } from '../fixtures/tokens.js'
import { action, ada, callback } from '../tenant/action.js'
import { useTenants } from '../tenant/setup.js'

const start = useTenants()
afterEach(() => {
  vi.unstubAllEnvs()
})

const hr = { client_id: 'hr-web', persona: ada }

/** The status of a request with this Host header. */
const statusFor = (tenant: Tenant, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const url = new URL('/.well-known/openid-configuration', tenant.issuer)
    const options = { host: '127.0.0.1', port: url.port, path: url.pathname, headers: { host } }
    request(options, response => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

const overTls = ({ httpsIssuer = '', caFile = '' }: Tenant, path: string, form?: URLSearchParams) =>
  new Promise<{ body: string }>((resolve, reject) => {
    const sent = requestTls(
      `${httpsIssuer}${path}`,
      {
        ca: readFileSync(caFile),
        agent: false,
        ...(form && { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
      },
      response => {
        let body = ''
        response.on('data', chunk => {
          body += chunk
        })
        response.on('end', () => resolve({ body }))
      }
    )
    sent.on('error', reject)
    sent.end(form?.toString())
  })

const authorize = (tenant: Tenant, parameters: Record<string, string> = {}): URL => {
  const url = new URL('authorize', tenant.issuer)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'hr-web',
    redirect_uri: callback,
    scope: 'openid',
    state: 's',
    ...parameters
  }).toString()
  return url
}

/** Opens a login and stops at its first page. */
const begin = async (tenant: Tenant, jar: CookieJar): Promise<URL> => {
  const response = await visit(jar, authorize(tenant))
  return new URL(response.headers.get('location') ?? '', tenant.issuer)
}

const post = (jar: CookieJar, url: URL, fields: Record<string, string>) =>
  visit(jar, url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString()
  })

/** Follows redirects inside the tenant until there are none, or one of the wanted path. */
const follow = async (jar: CookieJar, response: Response, tenant: Tenant, path: string): Promise<URL> => {
  const url = new URL(response.headers.get('location') ?? '', tenant.issuer)
  return url.pathname === path ? url : follow(jar, await visit(jar, url), tenant, path)
}

const stateOf = (url: URL): string => url.searchParams.get('state') ?? ''
const credentials = { connection: 'acme-idp', persona: ada }

describe('the host', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:80', '169.254.1.1'])(
    'refuses %j with 421',
    async host => expect(await statusFor(await start(), host)).toBe(421)
  )

  test.each(['localhost', '127.0.0.1:1', '[::1]:80', 'LOCALHOST'])('serves %j', async host =>
    expect(await statusFor(await start(), host)).toBe(200)
  )
})

describe('the login page', () => {
  test('escapes what a seed says', async () => {
    const evil = '"><script>alert(1)</script>'
    const tenant = await start({
      seed: {
        clients: [{ client_id: 'hr-web', name: evil, client_secret: 'x' }],
        connections: [{ name: evil, strategy: 'oidc', display_name: evil }],
        personas: [{ connection: evil, profile: { user_id: `oidc|${evil}`, name: evil, email: evil } }]
      }
    })
    const jar = createCookieJar()
    const page = await visit(jar, await begin(tenant, jar))
    const html = await page.text()
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const { tokens } = await login(tenant, { client_id: 'hr-web', persona: `oidc|${evil}` })
    expect(tokens).toEqual(issuedTokens)
  })

  test('escapes a login_hint and loads nothing from elsewhere', async () => {
    const tenant = await start()
    const jar = createCookieJar()
    const response = await visit(jar, authorize(tenant, { login_hint: '"><img src=x>' }))
    const page = await visit(jar, new URL(response.headers.get('location') ?? '', tenant.issuer))
    const html = await page.text()
    expect(html).not.toContain('<img')
    expect(html).not.toMatch(/<(img|script|link|iframe)|@import|url\(/)
  })
})

describe('a stolen state', () => {
  test('opens no page and takes no form in another browser', async () => {
    const tenant = await start()
    const [mine, theirs] = [createCookieJar(), createCookieJar()]
    const url = await begin(tenant, mine)
    await begin(tenant, theirs)
    expect((await visit(theirs, url)).status).toBe(400)
    const stolen = await post(theirs, url, { state: stateOf(url), ...credentials })
    expect(stolen.status).toBe(400)
    expect(tenant.user(ada)).toBeUndefined()
    expect((await post(mine, url, { state: stateOf(url), ...credentials })).status).toBe(303)
  })

  test('neither goes on after a redirect nor uses it up', async () => {
    const leave = action('leave', `api.redirect.sendUserTo('https://terms.acme.example/')`, '')
    const tenant = await start({ actions: [leave] })
    const result = await login(tenant, {
      ...hr,
      onRedirect: async url => {
        const back = new URL(`${tenant.issuer}continue?state=${stateOf(url)}`)
        expect((await visit(createCookieJar(), back)).status).toBe(400)
        return back
      }
    })
    expect(result.tokens).toEqual(issuedTokens)
  })

  test('is worth nothing once used', async () => {
    const leave = action('leave', `api.redirect.sendUserTo('https://terms.acme.example/')`, '')
    const tenant = await start({ actions: [leave] })
    let back = new URL(tenant.issuer)
    const { jar } = await login(tenant, {
      ...hr,
      onRedirect: url => {
        back = new URL(`${tenant.issuer}continue?state=${stateOf(url)}`)
        return back
      }
    })
    expect((await visit(jar, back)).status).toBe(400)
  })
})

describe('a challenge', () => {
  /** A login that stands before its second factor. */
  const challenged = async () => {
    const tenant = await start({ seed: { settings: { mfa: 'policy' } } })
    const jar = createCookieJar()
    const page = await begin(tenant, jar)
    const answer = await post(jar, page, { state: stateOf(page), ...credentials })
    return { tenant, jar, page, mfa: await follow(jar, answer, tenant, '/u/mfa') }
  }

  test('is passed by no other page, nor by going back to the login', async () => {
    const { tenant, jar, page, mfa } = await challenged()
    const state = stateOf(mfa)
    expect((await visit(jar, new URL(`${tenant.issuer}continue?state=${state}`))).status).toBe(400)
    expect((await visit(jar, new URL(`${tenant.issuer}u/leave?state=${state}`))).status).toBe(400)
    expect((await post(jar, page, { state, ...credentials })).status).toBe(400)
    const around = await visit(jar, new URL(`${tenant.issuer}authorize/${state}`))
    const again = await follow(jar, around, tenant, '/u/mfa')
    expect(stateOf(again)).not.toBe(state)
    const sso = await follow(jar, await visit(jar, authorize(tenant)), tenant, '/u/mfa')
    expect(sso.pathname).toBe('/u/mfa')
    const passed = await post(jar, again, { state: stateOf(again), code: developmentCode })
    expect((await follow(jar, passed, tenant, '/callback')).searchParams.get('code')).not.toBeNull()
  })

  test('ends the login after five wrong codes', async () => {
    const { tenant, jar, mfa } = await challenged()
    for (let attempt = 1; attempt < 5; attempt += 1) {
      expect((await post(jar, mfa, { state: stateOf(mfa), code: '1' })).status).toBe(400)
    }
    const last = await post(jar, mfa, { state: stateOf(mfa), code: '1' })
    const { searchParams } = await follow(jar, last, tenant, '/callback')
    expect(searchParams.get('error')).toBe('access_denied')
  })
})

describe('two tenants', () => {
  test('share no session in one browser and no token', async () => {
    const [one, two] = [await start(), await start()]
    const jar = createCookieJar()
    const first = await login(one, { ...hr, jar, audience: 'https://api.acme.example' })
    const second = await login(two, { ...hr, jar })
    expect(second.visited).toContain('/u/login')
    const silent = await login(one, { ...hr, jar, parameters: { prompt: 'none' } })
    expect(silent.claims?.sid).toBe(first.claims?.sid)
    const foreign = await fetch(`${two.issuer}userinfo`, {
      headers: { authorization: `Bearer ${first.tokens?.access_token}` }
    })
    expect(foreign.status).toBe(401)
  })
})

describe('the two issuers of a tenant', () => {
  test('share no code', async () => {
    const tenant = await start({ httpsPort: 0 })
    const { url } = await browse(tenant, authorize(tenant), {
      callback,
      jar: createCookieJar(),
      persona: ada
    })
    const exchange = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'hr-web',
      client_secret: 'hr-web-development-secret',
      redirect_uri: callback,
      code: url.searchParams.get('code') ?? ''
    })
    const foreign = await overTls(tenant, 'oauth/token', exchange)
    expect(JSON.parse(foreign.body)).toMatchObject({ error: 'invalid_grant' })
    const own = await fetch(`${tenant.issuer}oauth/token`, { method: 'POST', body: exchange })
    expect(own.status).toBe(200)
  })
})

describe('pages of other sites', () => {
  test('get no token by way of a browser', async () => {
    const tenant = await start()
    const ask = (origin: string) =>
      fetch(`${tenant.issuer}oauth/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'spa', refresh_token: 'x' })
      })
    const near = await ask('http://localhost:4200')
    expect(near.headers.get('access-control-allow-origin')).toBe('http://localhost:4200')
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('starting and stopping', () => {
  test('refuses production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startTenant()).rejects.toThrow('production')
  })

  test('refuses an Action Auth0 would not deploy, and a port that is taken', async () => {
    const large = { name: 'large', secrets: {}, code: ' '.repeat(100_001) }
    await expect(startTenant({ actions: [large] })).rejects.toThrow(TypeError)
    const tenant = await start()
    await expect(startTenant({ port: Number(new URL(tenant.issuer).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE'
    })
  })

  test('serves HTTPS under an authority in a file of its own, which goes with it', async () => {
    const tenant = await start({ httpsPort: 0 })
    const { caFile = '', httpsIssuer = '' } = tenant
    expect((await stat(caFile)).mode & 0o777).toBe(0o600)
    const { body } = await overTls(tenant, '.well-known/openid-configuration')
    expect(JSON.parse(body)).toMatchObject({
      issuer: httpsIssuer,
      token_endpoint: `${httpsIssuer}oauth/token`
    })
    await tenant.stop()
    await tenant.stop()
    await expect(stat(caFile)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(fetch(tenant.issuer)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })
})
