import { beforeEach, describe, expect, test } from 'vitest'
import { createCookieJar, login, userinfo, visit } from '../../../lib/tenant/client/login.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { action, ada } from '../action.js'
import { jsonOf, useTenants } from '../setup.js'

const start = useTenants()
const origin = 'http://localhost:3000'
const linus = { username: 'linus@acme.example', password: 'development-password' }
const byPassword = { client_id: 'hr-web', credential_type: 'password', ...linus }

let tenant: Tenant
beforeEach(async () => {
  tenant = await start()
})

/** What a page of an application sends. */
const authenticate = (body: object, jar = createCookieJar(), from = origin) =>
  visit(jar, new URL('co/authenticate', tenant.issuer), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: from },
    body: JSON.stringify(body)
  })

const ticketFor = async (jar: ReturnType<typeof createCookieJar>) => {
  const { login_ticket } = await jsonOf(await authenticate(byPassword, jar))
  return String(login_ticket)
}

const show = (login_ticket: string, jar: ReturnType<typeof createCookieJar>, client_id = 'hr-web') =>
  login(tenant, { client_id, jar, parameters: { login_ticket } })

describe('a cross-origin login', () => {
  test('logs in without a page, and is a session', async () => {
    const jar = createCookieJar()
    const { claims, tokens, visited } = await show(await ticketFor(jar), jar)
    expect(claims?.email).toBe(linus.username)
    expect(await userinfo(tenant, tokens?.access_token ?? '')).toMatchObject({ email: linus.username })
    expect(visited).toEqual(['/authorize'])
    const again = await login(tenant, { client_id: 'crm-web', jar, parameters: { prompt: 'none' } })
    expect(again.claims?.sub).toBe('auth0|linus')
    expect(tenant.user('auth0|linus')?.logins_count).toBe(1)
  })

  test('is possible with prompt=none, in a frame', async () => {
    const jar = createCookieJar()
    const login_ticket = await ticketFor(jar)
    const { claims } = await login(tenant, {
      client_id: 'hr-web',
      jar,
      parameters: { login_ticket, prompt: 'none' }
    })
    expect(claims?.sub).toBe('auth0|linus')
  })

  test('runs the Actions, which may ask for more', async () => {
    tenant = await start({ actions: [action('challenge', `api.multifactor.enable('any')`)] })
    const jar = createCookieJar()
    const { claims, visited } = await show(await ticketFor(jar), jar)
    expect(claims?.amr).toEqual(['mfa'])
    expect(visited).toContain('/u/mfa')
  })

  test('takes the place of who was logged in, in a session of its own', async () => {
    const jar = createCookieJar()
    const before = await login(tenant, { client_id: 'hr-web', jar, persona: ada })
    const after = await show(await ticketFor(jar), jar)
    expect(after.claims?.sub).toBe('auth0|linus')
    expect(after.claims?.sid).not.toBe(before.claims?.sid)
  })

  test('a ticket is good once, in its browser and for its application', async () => {
    const refused = { error: 'access_denied', error_description: 'Unknown or invalid login ticket.' }
    const answer = async (...shown: Parameters<typeof show>) =>
      Object.fromEntries((await show(...shown)).callback)
    const jar = createCookieJar()
    const ticket = await ticketFor(jar)
    expect(await answer(ticket, createCookieJar())).toMatchObject(refused)
    expect(await answer(ticket, jar, 'crm-web')).toMatchObject(refused)
    expect(await answer(ticket, jar)).toHaveProperty('code')
    expect(await answer(ticket, jar)).toMatchObject(refused)
    expect(await answer('made-up', jar)).toMatchObject(refused)
  })

  test('two tickets of the same moment are both good in their browser', async () => {
    const jar = createCookieJar()
    for (const ticket of await Promise.all([ticketFor(jar), ticketFor(jar)]))
      expect(Object.fromEntries((await show(ticket, jar)).callback)).toHaveProperty('code')
  })

  test('answers pages of the application, with its cookies', async () => {
    const { headers } = await authenticate(byPassword)
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
  })

  test.each([
    ['a wrong password', { ...byPassword, password: 'wrong' }, 403, 'access_denied'],
    ['nobody of that name', { ...byPassword, username: 'nobody' }, 403, 'access_denied'],
    ['an unknown application', { ...byPassword, client_id: 'nobody' }, 403, 'unauthorized_client'],
    ['an unknown realm', { ...byPassword, realm: 'acme-idp' }, 400, 'invalid_request'],
    ['a one-time code', { ...byPassword, otp: '1' }, 400, 'invalid_request'],
    ['no password', { ...byPassword, password: undefined }, 400, 'invalid_request']
  ])('refuses %s', async (_name, body, status, error) => {
    const response = await authenticate(body)
    expect(response.status).toBe(status)
    const answer = await jsonOf(response)
    expect(answer.error).toBe(error)
    expect(JSON.stringify(answer)).not.toContain(linus.password)
  })

  test('refuses pages of others, and applications that do not want it', async () => {
    const { status } = await authenticate(byPassword, createCookieJar(), 'https://evil.example')
    expect(status).toBe(403)
    const token = await jsonOf(
      await fetch(`${tenant.issuer}oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', ...tenant.management })
      })
    )
    await fetch(`${tenant.issuer}api/v2/clients/hr-web`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cross_origin_authentication: false })
    })
    expect(await jsonOf(await authenticate(byPassword))).toMatchObject({ error: 'unauthorized_client' })
  })
})
