import { describe, expect, test } from 'vitest'
import { browse, createCookieJar, login, refresh, visit } from '../../../lib/tenant/client/login.js'
import { createInspectedLogins } from '../../../lib/tenant/inspector/logins.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import type { Tenant, TenantOptions } from '../../../lib/tenant/start.js'
import { secretJWK } from '../../fixtures/keys.js'
import { action, ada, copyDenied } from '../../tenant/action.js'
import { laneOf, textOf } from '../../tenant/inspector/lanes.js'
import { useTenants } from '../../tenant/setup.js'

const startTenant = useTenants()
let tenant: Tenant
const start = async (options: TenantOptions = {}) => {
  tenant = await startTenant(options)
}

const hr = { client_id: 'hr-web', persona: ada, scope: 'openid profile offline_access' }

const page = async (path = ''): Promise<string> => (await fetch(`${tenant.inspector}${path}`)).text()

describe('the picture of a login', () => {
  test('goes from the identity provider to /userinfo', async () => {
    const writer = action(
      'writer',
      `console.log('seen ' + event.user.gender.length)
       api.user.setAppMetadata('note', 'kept')
       api.idToken.setCustomClaim('https://acme.example/hobby', 'climbing')`
    )
    await start({ actions: [writer] })
    await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    const html = await page()
    expect(textOf(html)).toContain('Ada Fictional')
    expect(Object.keys(laneOf(html, 'gender'))).toEqual([
      'Sent',
      'Denied',
      'Sealed',
      'At rest',
      'Released',
      '/userinfo'
    ])
    expect(laneOf(html, 'gender')).toMatchObject({
      Sent: 'by Acme Workforce gender-of-ada',
      Denied: '✓ on the deny list of acme-idp',
      Released: '– no policy is known: start the tenant with --config'
    })
    expect(textOf(html)).toMatch(
      /writer [\d.]+ ms sets id_token https:\/\/acme\.example\/hobby writes app_metadata\.note seen 13 One profile write: app_metadata\.note\./
    )
    const raw = textOf(html.slice(html.indexOf('class="raws"')))
    expect(raw).toMatch(/app_metadata note kept/)
    expect(raw).toContain('https://acme.example/hobby climbing')
    expect(raw).toContain('RS256')
  })

  test('marks in red what an Action of ones own stores in clear although it is denied', async () => {
    await start({ actions: [action('leak', `api.user.setAppMetadata('copy', event.user.gender)`)] })
    await login(tenant, hr)
    const html = await page()
    expect(laneOf(html, 'gender')['At rest']).toMatch(/^✕ in clear as app_metadata\.copy/)
    expect(laneOf(html, 'ethnicity')['At rest']).toBe('– nothing under its own value')
    expect(textOf(html)).toContain('✕ gender is stored in clear as app_metadata.copy')
    expect(textOf(html)).toContain('✕ 1 to mend')
  })

  test('is there for a refresh token that is refused before the Actions', async () => {
    await start({ actions: [action('end', 'api.refreshToken.setExpiresAt(Date.now() - 1)')] })
    const { tokens } = await login(tenant, { ...hr, scope: 'openid offline_access' })
    const { refresh_token = '' } = tokens ?? {}
    await expect(refresh(tenant, { client_id: 'hr-web', refresh_token })).rejects.toThrow('invalid_grant')
    const html = textOf(await page())
    expect(html).toContain('refused')
    expect(html).toContain('invalid_grant')
  })

  test('is there for single sign-on, silent authentication and refresh', async () => {
    await start({ actions: [copyDenied] })
    const { jar, tokens } = await login(tenant, hr)
    await login(tenant, { ...hr, client_id: 'crm-web', jar })
    await login(tenant, { ...hr, client_id: 'spa', jar, parameters: { prompt: 'none' } })
    await refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
    const html = await page()
    const kinds = [...html.matchAll(/<span>([a-z -]+) · /g)].map(match => match[1])
    expect(kinds).toEqual(['refresh', 'silent authentication', 'single sign-on', 'sign-in'])
    expect(laneOf(html, 'gender').Sent).toBe('– nobody was asked')
  })

  test('has one leg for each trip of the browser, and keeps its place meanwhile', async () => {
    const leave = action(
      'leave',
      `api.idToken.setCustomClaim('roles', 'x')
       api.redirect.sendUserTo('https://terms.acme.example/')`,
      ''
    )
    const challenge = action('challenge', `api.authentication.challengeWith({ type: 'otp' })`)
    await start({ actions: [leave, challenge, copyDenied] })
    let waiting = ''
    const onRedirect = async (url: URL) => {
      waiting = await page()
      return new URL(`${tenant.issuer}continue?state=${url.searchParams.get('state')}`)
    }
    await login(tenant, { ...hr, onRedirect })
    expect(textOf(waiting)).toContain('waits for a redirect')
    const html = await page()
    expect(html.match(/<li><a href="\/inspector\//g)).toHaveLength(1)
    expect(textOf(html)).toMatch(
      /The browser leaves for https:\/\/terms\.acme\.example\/.* The user is asked for a second factor\./
    )
    expect(html.match(/Auth0 drops the claim/g)).toHaveLength(1)
    expect(html).toContain('class="status done"')
  })

  test('tells why a login was refused', async () => {
    await start({ actions: [action('no', `api.access.deny('<b>not today</b>')`)] })
    await login(tenant, hr)
    const html = await page()
    expect(html).toContain('class="status refused"')
    expect(html).toContain('access_denied: &lt;b&gt;not today&lt;/b&gt;')
    expect(html).not.toContain('<b>not today')
  })

  test('tells of a login that ended at the challenge', async () => {
    await start({ seed: { settings: { mfa: 'policy' } } })
    const jar = createCookieJar()
    const post = (path: string, fields: Record<string, string>) =>
      visit(jar, new URL(path, tenant.issuer), { method: 'POST', body: new URLSearchParams(fields) })
    /** Follows redirects; the query of the last page names the login. */
    const follow = async (url: URL): Promise<string> => {
      const location = (await visit(jar, url)).headers.get('location')
      return location === null ? (url.searchParams.get('state') ?? '') : follow(new URL(location, url))
    }
    const authorize = new URL('authorize?response_type=code&client_id=hr-web&scope=openid', tenant.issuer)
    authorize.searchParams.set('redirect_uri', `${tenant.issuer}nowhere`)
    const state = await follow(authorize)
    const entered = await post('/u/login', { state, persona: ada, connection: 'acme-idp' })
    const waiting = await follow(new URL(entered.headers.get('location') ?? '', tenant.issuer))
    expect(textOf(await page())).toContain('waits for a challenge')
    for (let attempt = 0; attempt < 4; attempt += 1) await post('/u/mfa', { state: waiting, code: '0' })
    const last = await post('/u/mfa', { state: waiting, code: '0' })
    await follow(new URL(last.headers.get('location') ?? '', tenant.issuer))
    expect(textOf(await page())).toContain('access_denied: Too many wrong codes.')
  })

  test('has a page of its own, and none for a login that is not kept', async () => {
    await start()
    await login(tenant, hr)
    const [, path = ''] = /href="\/inspector(\/[\w-]+)"/.exec(await page()) ?? []
    await login(tenant, { ...hr, persona: 'oidc|acme-idp|grace' })
    expect(/<h1>(.*?)<\/h1>/.exec(await page(path))?.[1]).toBe('Ada Fictional')
    expect(/<h1>(.*?)<\/h1>/.exec(await page())?.[1]).toBe('Grace Invented')
    expect((await fetch(`${tenant.inspector}/00000000`)).status).toBe(404)
  })
})

describe('the list', () => {
  test('is paged, and stays within what there is', async () => {
    await start()
    const jar = createCookieJar()
    for (let index = 0; index < 53; index += 1) await login(tenant, { ...hr, jar })
    const listed = async (query: string) => {
      const html = await page(query)
      const entries = html.match(/<li><a href="\/inspector\//g)?.length
      return [entries, /page \d+ of \d+/.exec(html)?.[0]]
    }
    expect(await listed('')).toEqual([50, 'page 1 of 2'])
    expect(await listed('?page=2')).toEqual([3, 'page 2 of 2'])
    for (const beyond of ['3', '1e9', 'Infinity'])
      expect(await listed(`?page=${beyond}`)).toEqual([3, 'page 2 of 2'])
    for (const none of ['0', '-1', 'x', ''])
      expect(await listed(`?page=${none}`)).toEqual([50, 'page 1 of 2'])
  })
})

describe('the record', () => {
  test('is no part of what the tenant stores', async () => {
    await start({ actions: [] })
    await login(tenant, hr)
    expect(await page()).toContain('gender-of-ada')
    expect(tenant.search('gender-of-ada')).toEqual({
      profiles: 0,
      sessions: 0,
      transactions: 0,
      records: 0,
      logs: 0
    })
  })

  test('ends at a thousand logins', () => {
    const logins = createInspectedLogins(() => new Date(0))
    const client = { id: 'hr-web', name: 'HR' }
    for (let index = 0; index < 1030; index += 1) logins.add({ kind: 'sign-in', client })
    expect(logins.list()).toHaveLength(1_000)
    expect(logins.list()[0]?.version).toBe(1030)
  })

  test('wakes those who wait for a change, once and not for nothing', async () => {
    const logins = createInspectedLogins(() => new Date(0))
    const end = new AbortController()
    const next = logins.next(0, end.signal)
    logins.add({ kind: 'refresh', client: { id: 'hr-web', name: 'HR' } })
    expect(await next).toBe(1)
    expect(await logins.next(0, end.signal)).toBe(1)
    const never = logins.next(1, end.signal)
    end.abort()
    expect(await never).toBe(1)
  })
})

describe('what is not ours', () => {
  const script = '<script>alert(1)</script>'
  const seed: Seed = {
    personas: [
      {
        connection: 'acme-idp',
        profile: { user_id: 'oidc|acme-idp|"><i>', name: script, [script]: [{ [script]: script }] },
        user_metadata: { hobby: script, deep: { '"onload="': [script, null, 1] } }
      }
    ],
    clients: [{ client_id: 'hr-web', client_secret: 'for-tests-only', name: script }],
    tenant: script
  }

  test('is escaped: names, values, claims, console output, errors', async () => {
    const noisy = action(
      'noisy',
      `console.log(event.user.name)
       api.idToken.setCustomClaim('https://acme.example/' + event.user.name, event.user.name)`
    )
    await start({ actions: [noisy, action('broken', `throw new Error(event.user.name)`)], seed })
    await login(tenant, { ...hr, persona: 'oidc|acme-idp|"><i>' })
    await tenant.stop()
    await start({ actions: [noisy], seed })
    await login(tenant, { ...hr, persona: 'oidc|acme-idp|"><i>' })
    const html = await page()
    expect(html.split('&lt;script&gt;').length).toBeGreaterThan(10)
    expect(html).not.toContain('<script>')
    expect(html).not.toContain('"><i>')
    expect(html).not.toContain('"onload="')
    expect([...html.matchAll(/<script/g)]).toHaveLength(1)
  })
})

describe('the page', () => {
  test('takes nothing from elsewhere, shows itself to no other site, and runs its own script only', async () => {
    await start()
    const response = await fetch(tenant.inspector, { headers: { origin: 'http://localhost:3000' } })
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("frame-ancestors 'none'")
    for (const name of response.headers.keys()) expect(name).not.toMatch(/^access-control-/)
    const html = await response.text()
    for (const [, url = ''] of html.matchAll(/(?:src|href)="([^"]*)"/g)) expect(url).toMatch(/^\/inspector/)
    for (const file of ['style.css', 'client.js', 'open-sealed.js']) {
      const answer = await fetch(`${tenant.inspector}/${file}`)
      expect(answer.status).toBe(200)
      expect(await answer.text()).not.toMatch(/https?:\/\//)
    }
    expect((await fetch(`${tenant.inspector}/app.js`)).status).toBe(404)
  })

  test('is told of each login, if it is of this site', async () => {
    await start()
    const cross = await fetch(`${tenant.inspector}/events`, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(cross.status).toBe(403)
    const events = await fetch(`${tenant.inspector}/events`)
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = reader?.read()
    await login(tenant, hr)
    expect((await first)?.value).toMatch(/^event: change\ndata: \d+/)
    // A page that is still open does not hold the tenant up.
    await tenant.stop()
  })

  test('lets somebody try a login without an application', async () => {
    await start({ actions: [copyDenied] })
    const jar = createCookieJar()
    const first = await visit(jar, new URL(`${tenant.inspector}/try?client=hr-web&prompt=login`))
    const callback = `${tenant.inspector}/callback`
    const authorize = new URL(first.headers.get('location') ?? '')
    // The inspector is of the tenant's own origin, so the browser is stopped by hand at its callback.
    const stopped = await browse(tenant, authorize, { jar, callback, persona: ada }).catch(String)
    expect(stopped).toContain('/inspector answered 200')
    expect(textOf(await page())).toContain('id_token https://acme.example/seen')
  })

  test('sends nobody to the callback of another browser', async () => {
    await start()
    const answer = await fetch(`${tenant.inspector}/callback?code=x&state=y`, { redirect: 'manual' })
    expect(answer.headers.get('location')).toBe('/inspector')
    expect((await page()).match(/<li><a/g)).toBeNull()
  })
})

test('has no key of its own to open anything', async () => {
  const key = secretJWK(1)
  await start({ actions: [{ ...copyDenied, secrets: { A0SEAL_KEYS: JSON.stringify({ keys: [key] }) } }] })
  await login(tenant, hr)
  expect(await page()).not.toContain(key.k)
})
