import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { createCookieJar, login, visit } from '../../lib/tenant/client/login.js'
import type { Tenant } from '../../lib/tenant/start.js'
import { action, ada } from '../tenant/action.js'
import { useTenants } from '../tenant/setup.js'

const start = useTenants()
const hr = { client_id: 'hr-web', persona: ada }
const secret = 'shared-with-the-other-site'

/** Sends the browser out with a signed token and wants one back. */
const leave = action(
  'leave',
  `const token = api.redirect.encodeToken({ secret: '${secret}', payload: { asked: 1 }, expiresInSeconds: 60 })
   api.redirect.sendUserTo('https://terms.acme.example/', { query: { session_token: token } })`,
  `const { accepted } = api.redirect.validateToken({ secret: '${secret}' })
   api.idToken.setCustomClaim('https://acme.example/accepted', accepted)`
)

const sign = (claims: object, key = secret): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

const claimsIn = (url: URL): Record<string, unknown> =>
  JSON.parse(Buffer.from(url.searchParams.get('session_token')?.split('.')[1] ?? '', 'base64url').toString())

/** What the other site answers: the claims it got, its own, and the state. */
const answer = (url: URL, changes: object = {}): object => ({
  ...claimsIn(url),
  state: url.searchParams.get('state'),
  accepted: 'terms',
  ...changes
})
const back = (tenant: Tenant, url: URL, token: string): URL => {
  const to = new URL('continue', tenant.issuer)
  to.searchParams.set('state', url.searchParams.get('state') ?? '')
  to.searchParams.set('session_token', token)
  return to
}

describe('a session token', () => {
  test('names user and tenant, and is taken back once it is answered', async () => {
    const tenant = await start({ actions: [leave] })
    const result = await login(tenant, {
      ...hr,
      onRedirect: url => {
        const { iat, exp, ...claims } = claimsIn(url)
        expect(claims).toEqual({ sub: ada, iss: new URL(tenant.issuer).host, ip: '127.0.0.1', asked: 1 })
        expect(Number(exp) - Number(iat)).toBe(60)
        return back(tenant, url, sign(answer(url)))
      }
    })
    expect(result.claims).toHaveProperty(['https://acme.example/accepted'], 'terms')
  })

  test.each([
    ['signed with another secret', (url: URL) => sign(answer(url), 'guessed')],
    ['that has expired', (url: URL) => sign(answer(url, { exp: 1 }))],
    ['of another user', (url: URL) => sign(answer(url, { sub: 'oidc|acme-idp|grace' }))],
    ['without an issuer', (url: URL) => sign(answer(url, { iss: undefined }))],
    ['that never expires', (url: URL) => sign(answer(url, { exp: undefined }))],
    ['of another login', (url: URL) => sign(answer(url, { state: 'another' }))],
    ['without a state', (url: URL) => sign(answer(url, { state: undefined }))],
    ['as it was sent out', (url: URL) => url.searchParams.get('session_token') ?? ''],
    ['that is missing', () => '']
  ])('%s ends the login without tokens', async (_name, tokenOf) => {
    const tenant = await start({ actions: [leave] })
    const { callback, tokens } = await login(tenant, {
      ...hr,
      onRedirect: url => back(tenant, url, tokenOf(url))
    })
    expect(callback.get('error')).toBe('access_denied')
    expect(tokens).toBeUndefined()
  })

  test('of one login is worth nothing in the next, and its own state is used up', async () => {
    const tenant = await start({ actions: [leave] })
    let first = ''
    let used = new URL(tenant.issuer)
    const { jar } = await login(tenant, {
      ...hr,
      onRedirect: url => {
        first = sign(answer(url))
        used = back(tenant, url, first)
        return used
      }
    })
    expect((await visit(jar, used)).status).toBe(400)
    const replayed = await login(tenant, { ...hr, onRedirect: url => back(tenant, url, first) })
    expect(replayed.tokens).toBeUndefined()
  })
})

describe('/continue', () => {
  test('takes a form, and shows Actions the request that came back', async () => {
    const show = action(
      'show',
      `api.redirect.sendUserTo('https://terms.acme.example/')`,
      `api.idToken.setCustomClaim('https://acme.example/request', {
         method: event.request.method, body: event.request.body, query: event.request.query })`
    )
    const tenant = await start({ actions: [show] })
    const jar = createCookieJar()
    const result = await login(tenant, {
      ...hr,
      jar,
      onRedirect: async url => {
        const state = url.searchParams.get('state') ?? ''
        const posted = await visit(jar, new URL('continue', tenant.issuer), {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ state, answer: 'yes' }).toString()
        })
        return new URL(posted.headers.get('location') ?? '', tenant.issuer)
      }
    })
    expect(result.claims?.['https://acme.example/request']).toMatchObject({
      method: 'POST',
      body: { answer: 'yes' },
      query: {}
    })
  })

  test('leads nowhere but back into the login', async () => {
    const tenant = await start({ actions: [leave] })
    const jar = createCookieJar()
    await login(tenant, {
      ...hr,
      jar,
      onRedirect: async url => {
        const to = back(tenant, url, sign(answer(url)))
        for (const name of ['returnTo', 'redirect_uri', 'redirect', 'url'])
          to.searchParams.set(name, 'https://evil.example/')
        const { headers } = await visit(jar, to)
        const location = new URL(headers.get('location') ?? '', tenant.issuer)
        expect(location.origin).toBe(new URL(tenant.issuer).origin)
        return location
      }
    })
    const unknown = await visit(createCookieJar(), new URL('continue?state=unknown', tenant.issuer))
    expect(unknown.status).toBe(400)
    expect(unknown.headers.get('location')).toBeNull()
  })

  test('refuses a state that is older than an hour', async () => {
    const tenant = await start({ actions: [leave] })
    const jar = createCookieJar()
    const late = login(tenant, {
      ...hr,
      jar,
      onRedirect: url => {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
        return back(tenant, url, sign(answer(url, { exp: 4_000_000_000 })))
      }
    })
    await expect(late).rejects.toThrow('/continue answered 400')
    vi.useRealTimers()
  })
})

describe('a form of Actions', () => {
  test('is not rendered here: the login is refused, and says why', async () => {
    const tenant = await start({ actions: [action('form', `api.prompt.render('ap_1')`)] })
    const { callback, tokens } = await login(tenant, hr)
    expect(callback.get('error_description')).toContain('api.prompt.render')
    expect(tokens).toBeUndefined()
  })
})
