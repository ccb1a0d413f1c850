import { beforeAll, describe, expect, test } from 'vitest'
import { browse, type CookieJar, createCookieJar, login, visit } from '../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { action, ada, callback } from '../action.js'
import { useRuntime } from '../setup.js'

const runtime = useRuntime()
const grace = 'oidc|acme-idp|grace'
const linus = { username: 'linus@acme.example', password: 'development-password' }
let tenant: Tenant
beforeAll(async () => {
  const challenge = `if (event.client.client_id === 'crm-web') api.multifactor.enable('any')`
  tenant = await startTenant({ httpsPort: false, runtime, actions: [action('challenge', challenge)] })
  return () => tenant.stop()
})

/** A tab at the login page. */
const open = async (jar: CookieJar, client_id = 'hr-web'): Promise<URL> => {
  const url = new URL('authorize', tenant.issuer)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: callback,
    scope: 'openid',
    prompt: 'login',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256'
  }).toString()
  return new URL((await visit(jar, url)).headers.get('location') ?? '', url)
}

/** Sends its form; where the browser is sent then. */
const enter = async (jar: CookieJar, page: URL, persona: string): Promise<URL> => {
  const connection = tenant.personas.find(({ user_id }) => user_id === persona)?.connection ?? ''
  const answer = await visit(jar, new URL('/u/login', page), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ state: page.searchParams.get('state') ?? '', persona, connection }).toString()
  })
  return new URL(answer.headers.get('location') ?? '', page)
}

const goOn = (jar: CookieJar, url: URL) => browse(tenant, url, { jar, callback })

/** Whose session the browser has. */
const userOf = async (jar: CookieJar) =>
  (await login(tenant, { client_id: 'hr-web', jar, parameters: { prompt: 'none' } })).claims?.sub

describe('two logins at once in one browser', () => {
  test.each([
    ['without a session', undefined],
    ['with one of a third person', linus],
    ['with one of the first', { persona: ada }],
    ['with one of the second', { persona: grace }]
  ])('%s both succeed, and the session is of whoever came last', async (_name, before) => {
    const jar = createCookieJar()
    if (before) await login(tenant, { client_id: 'hr-web', jar, ...before })
    const first = await open(jar)
    const second = await open(jar)
    const nextOfSecond = await enter(jar, second, grace)
    const nextOfFirst = await enter(jar, first, ada)
    expect((await goOn(jar, nextOfFirst)).url.searchParams.get('code')).toBeTypeOf('string')
    expect(await userOf(jar)).toBe(ada)
    expect((await goOn(jar, nextOfSecond)).url.searchParams.get('code')).toBeTypeOf('string')
    expect(await userOf(jar)).toBe(grace)
  })

  test.each([
    ['one person', ada],
    ['two', grace]
  ])('begun at the same moment, before it had any cookie, both succeed: for %s', async (_name, other) => {
    const jar = createCookieJar()
    const [first, second] = await Promise.all([open(jar), open(jar)])
    for (const [page, persona] of [
      [first, ada],
      [second, other]
    ] as const) {
      const { url } = await goOn(jar, await enter(jar, page, persona))
      expect(url.searchParams.get('code')).toBeTypeOf('string')
      expect(await userOf(jar)).toBe(persona)
    }
  })

  test('a challenge of the one is not met for the session of the other', async () => {
    const jar = createCookieJar()
    const first = await open(jar, 'crm-web')
    const second = await open(jar)
    const challenged = await visit(jar, await enter(jar, first, ada))
    const page = new URL(challenged.headers.get('location') ?? '', tenant.issuer)
    expect(page.pathname).toBe('/u/mfa')
    await goOn(jar, await enter(jar, second, grace))
    await expect(goOn(jar, page)).rejects.toThrow('answered 400')
    expect(await userOf(jar)).toBe(grace)
  })

  test('another browser goes on with neither', async () => {
    const [jar, other] = [createCookieJar(), createCookieJar()]
    await login(tenant, { client_id: 'hr-web', jar: other, persona: grace })
    const next = await enter(jar, await open(jar), ada)
    expect((await visit(other, next)).status).toBe(400)
    expect(await userOf(other)).toBe(grace)
  })
})
