import { describe, expect, test } from 'vitest'
import { createCookieJar, login, visit } from '../../lib/tenant/client/login.js'
import type { Tenant } from '../../lib/tenant/start.js'
import { action } from '../tenant/action.js'
import { bound, jsonOf, post, useTenants } from '../tenant/setup.js'

const start = useTenants()
const connection = 'Username-Password-Authentication'
const credentials = { email: 'new@acme.example', password: 'a-long-password' }
const body = { client_id: 'spa', connection, ...credentials }
const beforeSignup = (code: string) => bound('pre-user-registration', 'onExecutePreUserRegistration', code)
const afterSignup = (code: string) => bound('post-user-registration', 'onExecutePostUserRegistration', code)

const signUp = async (tenant: Tenant, fields: object = {}) => {
  const response = await post(tenant, 'dbconnections/signup', { ...body, ...fields })
  return { status: response.status, answer: await jsonOf(response) }
}
const userOf = (tenant: Tenant, { answer }: { answer: Record<string, unknown> }) =>
  tenant.user(`auth0|${answer._id}`)

describe('/dbconnections/signup', () => {
  test('creates a user who can log in, and keeps no password in clear', async () => {
    const tenant = await start()
    const signup = await signUp(tenant, { given_name: 'New', user_metadata: { hobby: 'rowing' } })
    expect(signup).toMatchObject({
      status: 200,
      answer: { email: 'new@acme.example', email_verified: false, given_name: 'New' }
    })
    expect(userOf(tenant, signup)).toMatchObject({
      user_metadata: { hobby: 'rowing' },
      app_metadata: {},
      identities: [{ connection, provider: 'auth0', user_id: signup.answer._id }]
    })
    const { claims } = await login(tenant, {
      client_id: 'hr-web',
      username: 'NEW@acme.example',
      password: credentials.password
    })
    expect(claims?.sub).toBe(`auth0|${signup.answer._id}`)
    await expect(
      login(tenant, { client_id: 'hr-web', username: credentials.email, password: 'x' })
    ).rejects.toThrow('400')
    const found = tenant.search(credentials.password)
    expect(Object.values(found)).toEqual([0, 0, 0, 0, 0])
  })

  test('takes a form as well', async () => {
    const tenant = await start()
    const response = await post(tenant, 'dbconnections/signup', new URLSearchParams(body))
    expect(response.status).toBe(200)
  })

  test.each([
    [{ user_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`f${at}`, 'x'])) }],
    [{ user_metadata: { long: 'x'.repeat(501) } }],
    [{ user_metadata: { ['n'.repeat(101)]: 'x' } }],
    [{ user_metadata: { number: 1 } }],
    [{ user_metadata: { nested: { a: 'x' } } }],
    [{ user_metadata: { 'a.b': 'x' } }],
    [{ email: 'no address' }],
    [{ email: undefined }],
    [{ password: '' }],
    [{ client_id: 'nobody' }],
    [{ connection: 'acme-idp' }],
    [{ app_metadata: { role: 'admin' } }]
  ])('refuses %j without repeating it', async fields => {
    const tenant = await start()
    const { status, answer } = await signUp(tenant, fields)
    expect(status).toBe(400)
    expect(answer).toMatchObject({ statusCode: 400, code: 'invalid_request' })
    expect(JSON.stringify(answer)).not.toContain('xxxx')
  })

  test('takes as much as Auth0 does', async () => {
    const tenant = await start()
    const user_metadata = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [`${at}${'n'.repeat(99)}`, 'x'.repeat(500)])
    )
    expect((await signUp(tenant, { user_metadata })).status).toBe(200)
  })

  test('refuses a second user of an address, in any case, also when both come at once', async () => {
    const slow = beforeSignup('await new Promise(resolve => setTimeout(resolve, 20))')
    const tenant = await start({ actions: [slow] })
    const both = await Promise.all([signUp(tenant), signUp(tenant, { email: 'NEW@acme.example' })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
    expect((await signUp(tenant)).answer).toMatchObject({ code: 'invalid_signup' })
  })

  test('is closed where the connection says so', async () => {
    const tenant = await start({
      seed: { connections: [{ name: connection, strategy: 'auth0', options: { disable_signup: true } }] }
    })
    expect((await signUp(tenant)).answer).toMatchObject({ description: 'public signup is disabled' })
  })

  test('answers pages on loopback, and no others', async () => {
    const tenant = await start()
    const ask = (origin: string) =>
      fetch(`${tenant.issuer}dbconnections/signup`, { method: 'POST', headers: { origin } })
    const allowed = 'access-control-allow-origin'
    expect((await ask('http://localhost:4200')).headers.get(allowed)).toBe('http://localhost:4200')
    expect((await ask('https://evil.example')).headers.get(allowed)).toBeNull()
  })
})

describe('pre-user-registration', () => {
  test('sees the sign-up, no id and no password, and its writes are what is stored', async () => {
    const seal = beforeSignup(`
      const { secrets, ...rest } = event
      api.user.setAppMetadata('event', JSON.stringify(rest))
      api.user.setAppMetadata('sealed_identity', 'sealed')
      api.user.setUserMetadata('national_id', null)`)
    const tenant = await start({ actions: [seal] })
    const signup = await signUp(tenant, { user_metadata: { national_id: 'secret-number', hobby: 'rowing' } })
    const user = userOf(tenant, signup)
    expect(user?.user_metadata).toEqual({ hobby: 'rowing' })
    expect(user?.app_metadata.sealed_identity).toBe('sealed')
    const event = JSON.parse(String(user?.app_metadata.event))
    expect(event).toMatchObject({
      tenant: { id: 'acme-dev' },
      client: { client_id: 'spa' },
      connection: { name: connection, strategy: 'auth0' },
      request: { method: 'POST', body: { email: 'new@acme.example' } },
      user: { email: 'new@acme.example', user_metadata: { national_id: 'secret-number' } }
    })
    expect(event.user).not.toHaveProperty('user_id')
    expect(event).not.toHaveProperty('transaction')
    expect(JSON.stringify(event)).not.toContain(credentials.password)
  })

  test('refuses with a reason for the log and words for the user', async () => {
    const deny = beforeSignup(`api.access.deny('blocked_domain', 'Not with this address.')`)
    const tenant = await start({ actions: [deny, afterSignup('')] })
    const { status, answer } = await signUp(tenant)
    expect(status).toBe(400)
    expect(answer).toMatchObject({
      name: 'InternalExtensibilityError',
      code: 'extensibility_error',
      message: 'blocked_domain',
      friendly_message: 'Not with this address.',
      fromSandbox: true
    })
    expect(tenant.logs().at(-1)).toMatchObject({ type: 'fs', description: 'blocked_domain' })
    expect(tenant.executions().map(({ trigger }) => trigger)).toEqual(['pre-user-registration'])
    await expect(
      login(tenant, { client_id: 'hr-web', username: credentials.email, password: 'x' })
    ).rejects.toThrow(/^\/u\/login answered 400: /)
  })

  test('refuses by a validation error or an error nobody caught, and creates nobody', async () => {
    for (const [code, message] of [
      [`api.validation.error('weak', 'Choose another.')`, 'weak'],
      [`throw new Error('broken')`, 'broken']
    ] as const) {
      const tenant = await start({ actions: [beforeSignup(code)] })
      expect((await signUp(tenant)).answer).toMatchObject({ code: 'extensibility_error', message })
      expect(tenant.search('new@acme.example').profiles).toBe(0)
    }
  })
})

describe('post-user-registration', () => {
  test('is told of the user afterwards and changes nothing', async () => {
    const chatty = afterSignup(
      'console.log(event.user.user_id, Object.keys(api).join()); throw new Error("no")'
    )
    const tenant = await start({ actions: [chatty] })
    const signup = await signUp(tenant)
    expect(signup.status).toBe(200)
    await expect.poll(() => tenant.executions().length).toBe(1)
    expect(tenant.executions()[0]).toMatchObject({
      trigger: 'post-user-registration',
      user_id: `auth0|${signup.answer._id}`,
      outcome: 'failed',
      actions: [{ log: `auth0|${signup.answer._id} cache` }]
    })
    expect(userOf(tenant, signup)).toBeDefined()
  })
})

describe('the sign-up page', () => {
  const showUser = action(
    'show',
    `api.idToken.setCustomClaim('https://acme.example/hobby', event.user.user_metadata.hobby)`
  )

  test('signs up and logs in, with fields of user_metadata, and runs both triggers', async () => {
    const atPage = beforeSignup(`if (!event.transaction) api.access.deny('api', 'Use the page.')`)
    const tenant = await start({
      actions: [showUser, atPage],
      seed: { settings: { signupFields: ['hobby'] } }
    })
    expect((await signUp(tenant)).status).toBe(400)
    const signup = { ...credentials, user_metadata: { hobby: 'rowing' } }
    const { claims, visited } = await login(tenant, { client_id: 'hr-web', signup })
    expect(visited).toContain('/u/signup')
    expect(claims).toMatchObject({ email: 'new@acme.example', 'https://acme.example/hobby': 'rowing' })
    expect(tenant.logs().map(({ type }) => type)).toEqual(['fs', 'ss', 's', 'seacft'])
  })

  test('comes first where the application asks for it, and says what is wrong', async () => {
    const deny = beforeSignup(`api.access.deny('no', '<b>Not you.</b>')`)
    const tenant = await start({ actions: [deny] })
    const jar = createCookieJar()
    const url = new URL('authorize', tenant.issuer)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'hr-web',
      redirect_uri: 'http://localhost:3000/callback',
      scope: 'openid',
      state: 's',
      screen_hint: 'signup'
    }).toString()
    const page = new URL((await visit(jar, url)).headers.get('location') ?? '', tenant.issuer)
    expect(page.pathname).toBe('/u/signup')
    expect((await visit(jar, page)).status).toBe(200)
    const send = (fields: Record<string, string>, jarOfSender = jar) =>
      visit(jarOfSender, page, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ state: page.searchParams.get('state') ?? '', ...fields }).toString()
      })
    const refused = await send(credentials)
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('&lt;b&gt;Not you.&lt;/b&gt;')
    expect((await send({ email: 'x', password: '' })).status).toBe(400)
    expect((await send({ ...credentials, 'user_metadata.a': 'x'.repeat(501) })).status).toBe(400)
    const stolen = await send(credentials, createCookieJar())
    expect(await stolen.text()).toContain('begun in another browser')
  })
})

describe('the tenant log of a sign-up', () => {
  test("carries what was sent, as Auth0's can, but for the password", async () => {
    const user_metadata = { national_id: 'secret-number' }
    const remove = beforeSignup(`api.user.setUserMetadata('national_id', null)`)
    const tenant = await start({ actions: [remove] })
    await signUp(tenant, { user_metadata })
    expect(tenant.logs().at(-1)).toMatchObject({ type: 'ss', details: { body: { user_metadata } } })
    expect(tenant.search('secret-number')).toMatchObject({ profiles: 0, logs: 1 })
    const quiet = await start({ actions: [remove], seed: { settings: { signupLog: 'no-body' } } })
    await signUp(quiet, { user_metadata })
    expect(quiet.search('secret-number')).toMatchObject({ profiles: 0, logs: 0 })
  })
})

describe('a user made by the Management API', () => {
  test('passes the same Actions', async () => {
    const tenant = await start({ actions: [beforeSignup(`api.user.setAppMetadata('by', 'action')`)] })
    const { client_id, client_secret, audience } = tenant.management
    const grant = { grant_type: 'client_credentials', client_id, client_secret, audience }
    const { access_token } = await jsonOf(await post(tenant, 'oauth/token', grant))
    const created = await fetch(`${tenant.issuer}api/v2/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ connection, ...credentials })
    })
    expect(created.status).toBe(201)
    expect(await created.json()).toMatchObject({ app_metadata: { by: 'action' } })
  })
})
