import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { login, refresh } from '../../../lib/tenant/client/login.js'
import type { Tenant, TenantOptions } from '../../../lib/tenant/start.js'
import { issuedTokens } from '../../fixtures/tokens.js'
import { action, ada } from '../action.js'
import { useTenants } from '../setup.js'

const startTenant = useTenants()
let tenant: Tenant
const start = async (options: TenantOptions) => {
  tenant = await startTenant(options)
}

const hr = { client_id: 'hr-web', persona: ada, scope: 'openid profile offline_access' }
const showEvent = action(
  'show-event',
  `const { secrets, ...rest } = event
   api.idToken.setCustomClaim('https://acme.example/event', rest)`
)
const eventOf = (claims: object | undefined): Record<string, unknown> =>
  (claims as Record<string, Record<string, unknown>>)['https://acme.example/event'] ?? {}

describe('the event', () => {
  test('of an interactive login', async () => {
    await start({
      actions: [showEvent],
      seed: {
        clients: [{ client_id: 'app', app_type: 'spa', name: 'App', client_metadata: { colour: 'blue' } }]
      }
    })
    const { claims } = await login(tenant, {
      ...hr,
      client_id: 'app',
      audience: 'https://api.acme.example',
      parameters: { custom: 'x', ui_locales: 'de en' }
    })
    expect(eventOf(claims)).toMatchObject({
      tenant: { id: 'acme-dev' },
      client: { client_id: 'app', name: 'App', metadata: { colour: 'blue' } },
      connection: { name: 'acme-idp', strategy: 'oidc', metadata: {} },
      request: {
        ip: '127.0.0.1',
        method: 'GET',
        query: { custom: 'x', client_id: 'app' },
        hostname: new URL(tenant.issuer).host
      },
      session: { id: claims?.sid, clients: [{ client_id: 'app' }], user_id: ada },
      transaction: {
        protocol: 'oidc-basic-profile',
        requested_scopes: ['openid', 'profile', 'offline_access'],
        redirect_uri: 'http://localhost:3000/callback',
        response_type: ['code'],
        ui_locales: ['de', 'en'],
        metadata: {}
      },
      stats: { logins_count: 1 },
      authentication: { methods: [{ name: 'federated', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) }] },
      resource_server: { identifier: 'https://api.acme.example' },
      user: {
        user_id: ada,
        email_verified: true,
        app_metadata: {},
        user_metadata: { hobby: 'climbing' },
        identities: [
          { connection: 'acme-idp', provider: 'oidc', isSocial: false, profileData: { nickname: 'ada' } }
        ]
      }
    })
    expect(eventOf(claims)).not.toHaveProperty('connection.options')
    expect(eventOf(claims)).not.toHaveProperty('user.last_ip')
  })

  test('of a silent one and of a refresh', async () => {
    await start({ actions: [showEvent] })
    const first = await login(tenant, hr)
    const silent = await login(tenant, { ...hr, jar: first.jar, parameters: { prompt: 'none' } })
    expect(eventOf(silent.claims)).toMatchObject({
      transaction: { prompt: ['none'] },
      stats: { logins_count: 1 },
      authentication: eventOf(first.claims).authentication as object
    })
    const tokens = await refresh(tenant, {
      client_id: 'hr-web',
      refresh_token: first.tokens?.refresh_token ?? ''
    })
    const event = eventOf(decodeJwt(tokens.id_token ?? ''))
    expect(event).toMatchObject({
      transaction: { protocol: 'oauth2-refresh-token' },
      connection: { name: 'acme-idp' },
      request: { method: 'POST', body: { grant_type: 'refresh_token' } }
    })
    expect(JSON.stringify(event)).not.toContain(first.tokens?.refresh_token)
    expect(JSON.stringify(event)).not.toContain('hr-web-development-secret')
  })
})

describe('a refusal', () => {
  test('sends the reason to the callback and gives no tokens', async () => {
    await start({ actions: [action('deny', `api.access.deny('not today')`)] })
    const { callback, tokens } = await login(tenant, hr)
    expect(Object.fromEntries(callback)).toMatchObject({
      error: 'access_denied',
      error_description: 'not today'
    })
    expect(callback.get('code')).toBeNull()
    expect(tokens).toBeUndefined()
    expect(tenant.logs().at(-1)).toMatchObject({ type: 'f', description: 'not today', user_id: ada })
  })

  test('sends the text of a thrown error there as well, where it can be read', async () => {
    await start({ actions: [action('throw', `throw new Error('value ' + event.user.gender)`)] })
    const { callback } = await login(tenant, hr)
    expect(callback.get('error')).toBe('access_denied')
    expect(callback.get('error_description')).toBe('value gender-of-ada')
    expect(tenant.search('gender-of-ada').logs).toBe(2)
  })

  test('is an OAuth error where a token is refreshed', async () => {
    await start({
      actions: [
        action('deny', `if (event.transaction.protocol.endsWith('token')) api.access.deny('not today')`)
      ]
    })
    const { tokens } = await login(tenant, hr)
    const again = refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
    await expect(again).rejects.toThrow('access_denied: not today')
    expect(tenant.logs().at(-1)).toMatchObject({ type: 'fertft', description: 'not today' })
  })

  test('keeps what was written before it', async () => {
    await start({
      actions: [action('deny', `api.user.setAppMetadata('tried', true); api.access.deny('no')`)]
    })
    await login(tenant, hr)
    expect(tenant.user(ada)?.app_metadata).toEqual({ tried: true })
  })
})

describe('a redirect', () => {
  const leave = action(
    'leave',
    `api.user.setAppMetadata('left', true)
     api.transaction.setMetadata('note', 'kept')
     if (api.redirect.canRedirect()) api.redirect.sendUserTo('https://terms.acme.example/x?y=1', { query: { z: '2' } })`,
    `api.idToken.setCustomClaim('https://acme.example/answer', event.request.query.answer || event.request.body.answer)
     api.idToken.setCustomClaim('https://acme.example/note', event.transaction.metadata.note)`
  )
  const first = action('first', `api.idToken.setCustomClaim('https://acme.example/first', 1)`)

  test('leaves with a state, comes back, and goes on where it stopped', async () => {
    await start({ actions: [first, leave] })
    let left: URL | undefined
    const { claims } = await login(tenant, {
      ...hr,
      onRedirect: url => {
        left = url
        expect(tenant.user(ada)?.app_metadata).toEqual({ left: true })
        return new URL(`${tenant.issuer}continue?answer=yes&state=${url.searchParams.get('state')}`)
      }
    })
    expect(left?.origin).toBe('https://terms.acme.example')
    expect(left?.searchParams.get('z')).toBe('2')
    expect(claims).toMatchObject({
      'https://acme.example/answer': 'yes',
      'https://acme.example/note': 'kept',
      'https://acme.example/first': 1
    })
    const ran = tenant
      .executions()
      .flatMap(({ actions }) => actions.map(({ name, handler }) => `${name} ${handler}`))
    expect(ran).toEqual(['first onExecutePostLogin', 'leave onExecutePostLogin', 'leave onContinuePostLogin'])
  })

  test('is interaction_required for prompt=none, also where the Action does not ask', async () => {
    await start({
      actions: [
        action(
          'once',
          `if (event.stats.logins_count > 0 && event.transaction.prompt) api.redirect.sendUserTo('https://x.example/')`
        )
      ]
    })
    const { jar } = await login(tenant, hr)
    const silent = await login(tenant, { ...hr, jar, parameters: { prompt: 'none' } })
    expect(silent.callback.get('error')).toBe('interaction_required')
  })

  test('is refused for a refresh token', async () => {
    await start({
      actions: [
        action(
          'late',
          `if (event.transaction.protocol.endsWith('token')) api.redirect.sendUserTo('https://x.example/')`
        )
      ]
    })
    const { tokens } = await login(tenant, hr)
    const again = refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
    await expect(again).rejects.toThrow('interaction_required')
  })
})

describe('a challenge', () => {
  test('comes between the first Action and the second, and is not repeated in the session', async () => {
    await start({
      actions: [action('one', `api.idToken.setCustomClaim('https://acme.example/one', 1)`), showEvent],
      seed: { settings: { mfa: 'challenge' } }
    })
    const result = await login(tenant, hr)
    expect(result.visited.filter(path => path === '/u/mfa').length).toBe(2)
    expect(tenant.executions().map(({ actions }) => actions.map(({ name }) => name))).toEqual([
      ['one', 'development-challenge'],
      ['show-event']
    ])
    expect(result.claims).toHaveProperty(['https://acme.example/one'], 1)
    expect(eventOf(result.claims)).toMatchObject({
      authentication: { methods: [{ name: 'federated' }, { name: 'mfa', type: 'otp' }] }
    })
    const sso = await login(tenant, { ...hr, client_id: 'crm-web', jar: result.jar })
    expect(sso.visited).toEqual(['/authorize'])
    await refresh(tenant, { client_id: 'hr-web', refresh_token: result.tokens?.refresh_token ?? '' })
  })

  test('comes after all Actions where it is policy, and none runs again', async () => {
    await start({ actions: [showEvent], seed: { settings: { mfa: 'policy' } } })
    const { visited, claims } = await login(tenant, hr)
    expect(visited).toContain('/u/mfa')
    expect(eventOf(claims)).toMatchObject({ authentication: { methods: [{ name: 'federated' }] } })
    expect(tenant.executions().length).toBe(1)
  })

  test('does not make a login that was asked for begin again', async () => {
    await start({ seed: { settings: { mfa: 'policy' } } })
    const { visited, tokens } = await login(tenant, { ...hr, parameters: { prompt: 'login', max_age: '0' } })
    expect(tokens).toEqual(issuedTokens)
    expect(visited.filter(path => path === '/u/login').length).toBe(2)
    const entry = tenant.logs().find(({ type }) => type === 's')
    expect(entry?.details).toEqual({ actions: { executions: tenant.executions().map(({ id }) => id) } })
  })

  test('is also what multifactor.enable asks for', async () => {
    await start({ actions: [action('enable', `api.multifactor.enable('any')`)] })
    expect((await login(tenant, hr)).visited).toContain('/u/mfa')
  })

  test('refuses a wrong code and logs both', async () => {
    await start({ seed: { settings: { mfa: 'policy' } } })
    await expect(login(tenant, { ...hr, code: '000000' })).rejects.toThrow('/u/mfa answered 400')
    expect(tenant.logs().at(-1)?.type).toBe('gd_auth_failed')
    await login(tenant, hr)
    expect(tenant.logs().map(({ type }) => type)).toContain('gd_auth_succeed')
  })
})

describe('profile writes', () => {
  const write = action('write', `api.user.setAppMetadata('a', 1); api.user.setUserMetadata('b', { c: 2 })`)

  test('are one for a login, and none where nothing changes', async () => {
    await start({ actions: [write, action('more', `api.user.setAppMetadata('d', 4)`)] })
    await login(tenant, hr)
    expect(tenant.profileWrites()).toBe(1)
    expect(tenant.user(ada)).toMatchObject({ app_metadata: { a: 1, d: 4 }, user_metadata: { b: { c: 2 } } })
    await login(tenant, hr)
    expect(tenant.profileWrites(ada)).toBe(1)
  })

  test('above 10 kB are logged, or fail the login', async () => {
    const big = action('big', `api.user.setAppMetadata('big', 'x'.repeat(10000))`)
    await start({ actions: [big] })
    expect((await login(tenant, hr)).tokens).toEqual(issuedTokens)
    expect(tenant.logs().map(({ type }) => type)).toContain('w')
    await tenant.stop()
    await start({ actions: [big], seed: { settings: { profileLimit: 'refuse' } } })
    const refused = await login(tenant, hr)
    expect(refused.callback.get('error')).toBe('access_denied')
    expect(tenant.user(ada)?.app_metadata).toEqual({})
  })
})
