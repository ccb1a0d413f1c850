import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  credentialsExchangeEvent,
  fixtureTime,
  minutesFrom,
  postLoginEvent,
  refreshEvent,
  runAction,
  runFlow
} from '../../lib/testing/index.js'

const action = (body: string, resumed = '') => ({
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} }
exports.onContinuePostLogin = async (event, api) => { ${resumed} }`
})
const show = (expression: string) => `console.log(JSON.stringify(${expression}))`
const leave = `api.redirect.sendUserTo('https://acme.test/ask?a=1', { query: { b: '2' } })`

describe('a run', () => {
  it('of nothing completes', async () => {
    const { continueWith, why, ...run } = await runAction(action(''))
    for (const method of [continueWith, why]) expect(method).toBeTypeOf('function')
    expect(run).toEqual({
      outcome: { type: 'completed' },
      claims: { idToken: {}, accessToken: {} },
      dropped: [],
      grantedScopes: ['openid', 'profile', 'email'],
      scopes: { added: [], removed: [] },
      transactionMetadata: {},
      recordedMethods: [],
      appMetadata: {},
      userMetadata: {},
      writes: [],
      logs: [],
      actions: [expect.objectContaining({ name: 'action', handler: 'onExecutePostLogin' })],
      cache: new Map()
    })
  })

  it('has the fixture of its trigger as event', async () => {
    const code = `exports.onExecuteCredentialsExchange = async event => { ${show('event')} }`
    const run = await runAction({ code }, { trigger: 'credentials-exchange', profile: 'observed' })
    expect(JSON.parse(run.logs[0] ?? '')).toEqual(JSON.parse(JSON.stringify(credentialsExchangeEvent())))
  })

  it('takes changes to the fixture in the place of an event, and a whole event as it is', async () => {
    const code = `exports.onExecutePostLogin = async event => {
      const { client, connection, session, user } = event
      ${show('[client?.client_id, client?.metadata, connection.name, session !== undefined, user.email]')}
    }`
    const seen = async (event: object) => JSON.parse((await runAction({ code }, { event })).logs[0] ?? '')
    const half = { client: { client_id: 'crm' }, connection: { name: 'staff' }, session: undefined }
    expect(await seen(half)).toEqual(['crm', {}, 'staff', false, 'ann@acme.test'])
    const { session: _, ...whole } = postLoginEvent()
    expect(await seen({ ...whole, client: undefined })).toEqual([
      null,
      null,
      'Username-Password-Authentication',
      false,
      'ann@acme.test'
    ])
  })

  it('begins with another handler of the trigger', async () => {
    const code = 'exports.onContinuePostLogin = async event => { console.log(event.request.query.ok) }'
    const event = postLoginEvent({ request: { query: { ok: 'yes' } } })
    for (const isolate of [false, true]) {
      const run = await runAction({ code }, { handler: 'onContinuePostLogin', event, isolate })
      expect(run.logs).toEqual(['yes'])
      expect(run.actions).toMatchObject([{ handler: 'onContinuePostLogin' }])
    }
    const other = runAction({ code }, { handler: 'onExecutePostChallenge' })
    await expect(other).rejects.toThrow('onExecutePostChallenge is no handler of post-login')
  })

  it('grants the target scopes: without openid there is no ID token', async () => {
    const body = `api.idToken.setCustomClaim('https://acme.test/a', 1); api.accessToken.setCustomClaim('nickname', 'a')
      api.accessToken.addScope('read:a')`
    const kept = await runAction(action(`${body}; api.transaction.removeTargetScope('email')`))
    expect(kept.grantedScopes).toEqual(['openid', 'profile', 'read:a'])
    expect(kept.claims.idToken).toEqual({ 'https://acme.test/a': 1 })
    const cleared = await runAction(action(`${body}; api.transaction.clearTargetScopes()`))
    expect(cleared.grantedScopes).toEqual(['read:a'])
    expect(cleared.claims).toEqual({ idToken: {}, accessToken: {} })
    expect(cleared.dropped.map(({ token, reason }) => [token, reason])).toEqual([
      ['id_token', 'scope "openid" is not granted'],
      ['access_token', 'scope "profile" is not granted']
    ])
  })

  it('leaves the event alone', async () => {
    const event = postLoginEvent({ user: { app_metadata: { a: 1 } } })
    await runAction(
      {
        onExecutePostLogin: async (given: typeof event) => {
          given.user.app_metadata.a = 2
        }
      },
      { event }
    )
    expect(event.user.app_metadata).toEqual({ a: 1 })
  })

  it('tells metadata as stored, and the updates made', async () => {
    const event = postLoginEvent({ user: { app_metadata: { a: 1, gone: 1 }, user_metadata: { b: 1 } } })
    const run = await runFlow(
      [action(`api.user.setAppMetadata('a', 2)`), action(`api.user.setAppMetadata('gone', null)`)],
      { event }
    )
    expect(run.appMetadata).toEqual({ a: 2 })
    expect(run.userMetadata).toEqual({ b: 1 })
    expect(run.writes).toEqual([{ app_metadata: { a: 2, gone: null }, user_metadata: {} }])
  })

  it('survives metadata that is no object', async () => {
    const run = await runAction(action(''), { event: { user: { app_metadata: 'text' } } })
    expect(run.appMetadata).toEqual({})
  })

  it('has an error where nobody caught it, and a denial where somebody denied', async () => {
    expect(await runAction(action(`throw new Error('boom')`))).toMatchObject({ error: 'boom' })
    const denied = await runAction(action(`api.validation.error('code', 'message')`))
    expect(denied.denied).toEqual({ reason: 'message', code: 'code' })
    expect(denied).not.toHaveProperty('error')
  })

  it('has what the trigger has of its own', async () => {
    const run = await runAction(
      {
        code: `exports.onExecuteCustomEmailProvider = async (event, api) => { api.notification.retry('busy') }`
      },
      { trigger: 'custom-email-provider' }
    )
    expect(run.notification).toEqual({ action: 'retry', reason: 'busy' })
  })

  it('splits logs into lines', async () => {
    const run = await runFlow([
      action(`console.log('a\\nb'); console.log('c')`),
      action(`console.error('d')`)
    ])
    expect(run.logs).toEqual(['a', 'b', 'c', 'd'])
  })

  it('answers groups and roles from the options', async () => {
    const body = show(
      '[(await api.groups.getUserGroups()).groups.length, (await api.roles.getUserEffectiveRoles()).roles]'
    )
    const roles = [{ id: 'rol_1', name: 'admin' }]
    const run = await runAction(action(`${body}; console.log(api.rules.wasExecuted('rul_1'))`), {
      roles,
      groups: [{ id: 'grp_1', name: 'staff' }],
      executedRules: ['rul_1']
    })
    expect(run.logs).toEqual([JSON.stringify([1, roles]), 'true'])
  })

  it('ends an Action that never answers', async () => {
    const run = await runAction(action('await new Promise(() => {})'), { timeoutMs: 30 })
    expect(run.error).toBe('Request to Webtask exceeded allowed execution time')
  })
})

describe('claims', () => {
  const setEmail = action(`api.idToken.setCustomClaim('email', 'x').accessToken.setCustomClaim('name', 'y')`)
  const login = (requested_scopes: string[] | undefined, body = '') =>
    runFlow([setEmail, action(body)], { event: postLoginEvent({ transaction: { requested_scopes } }) })

  it('of a scope that is not granted are dropped', async () => {
    const run = await login(['openid'])
    expect(run.claims).toEqual({ idToken: {}, accessToken: {} })
    expect(run.dropped).toEqual([
      { token: 'id_token', claim: 'email', reason: 'scope "email" is not granted' },
      { token: 'access_token', claim: 'name', reason: 'scope "profile" is not granted' }
    ])
  })

  it('follow scopes that Actions add and remove', async () => {
    const added = await login(['openid', 'profile'], `api.accessToken.addScope('email')`)
    expect(added.dropped).toEqual([])
    const removed = await login(['openid', 'profile', 'email'], `api.accessToken.removeScope('email')`)
    expect(removed.dropped.map(({ claim }) => claim)).toEqual(['email'])
  })

  it('pass where nobody says which scopes were asked for', async () => {
    expect((await login(undefined)).dropped).toEqual([])
  })
})

describe('time', () => {
  afterEach(() => {
    vi.useRealTimers()
  })
  const times = action(
    `console.log(Date.now(), api.cache.set('k', 'v', { ttl: 1000 }).record.expires_at - 1000)`
  )
  const timesAt = async (now?: Parameters<typeof runAction>[1]) =>
    (await runAction(times, now)).logs[0]?.split(' ').map(Number)

  it('stands still at the instant of the fixtures', async () => {
    const instant = Date.parse(fixtureTime)
    expect(await timesAt()).toEqual([instant, instant])
    expect(await timesAt({ isolate: true })).toEqual([instant, instant])
  })

  it.each([
    ['a text', '1970-01-01T00:00:05Z'],
    ['a number', 5000],
    ['a date', new Date(5000)]
  ])('stands still where %s says', async (_what, now) => {
    expect(await timesAt({ now })).toEqual([5000, 5000])
  })

  it('passes with system, and follows fake timers', async () => {
    const before = Date.now()
    expect((await timesAt({ now: 'system' }))?.[0]).toBeGreaterThanOrEqual(before)
    expect((await timesAt({ now: 'system', isolate: true }))?.[0]).toBeGreaterThanOrEqual(before)
    vi.useFakeTimers({ now: 7000, toFake: ['Date'] })
    expect(await timesAt({ now: 'system' })).toEqual([7000, 7000])
  })

  it('must be a time', async () => {
    await expect(runAction(times, { now: 'yesterday' })).rejects.toThrow('neither a time')
  })
})

describe('the cache', () => {
  it('is empty, and goes from run to run if it is handed on', async () => {
    const count = action(
      `const n = Number(api.cache.get('n')?.value ?? 0) + 1; api.cache.set('n', String(n)); console.log(n)`
    )
    const first = await runAction(count)
    expect((await runAction(count)).logs).toEqual(['1'])
    const second = await runAction(count, { cache: first.cache })
    expect(second.logs).toEqual(['2'])
    expect(second.cache.get('n')?.value).toBe('2')
  })
})

describe('continuing', () => {
  it('after a redirect comes back with state, stored metadata and a request of its own', async () => {
    const run = await runAction(
      action(
        `api.user.setAppMetadata('a', 1); ${leave}; console.log('left')`,
        `${show('[event.request.method, event.request.query, event.request.body, event.user.app_metadata]')}; api.user.setAppMetadata('b', 2)`
      )
    )
    expect(run.redirect).toEqual({
      url: 'https://acme.test/ask?a=1&b=2',
      query: { a: '1', b: '2' },
      state: expect.any(String)
    })
    const done = await run.continueWith({ query: { answer: 'yes' } })
    expect(JSON.parse(done.logs[1] ?? '')).toEqual([
      'GET',
      { state: run.redirect?.state, answer: 'yes' },
      {},
      { a: 1 }
    ])
    expect(done).not.toHaveProperty('redirect')
    expect(done.logs[0]).toBe('left')
    expect(done.appMetadata).toEqual({ a: 1, b: 2 })
    expect(done.writes.map(({ app_metadata }) => app_metadata)).toEqual([{ a: 1 }, { b: 2 }])
    expect(done.actions.map(({ handler }) => handler)).toEqual(['onExecutePostLogin', 'onContinuePostLogin'])
  })

  it('can post, with a signed answer', async () => {
    const resumed = `${show('[event.request.method, Object.keys(event.request.query)]')}
      console.log(api.redirect.validateToken({ secret: 's', tokenParameterName: 'answer' }).ok, event.request.body.more)`
    const run = await runAction(action(leave, resumed))
    const token = { secret: 's', payload: { ok: 1 }, parameterName: 'answer' }
    const done = await run.continueWith({ body: { more: 'x' }, token })
    expect(done.logs).toEqual(['["POST",["state"]]', '1 x'])
  })

  it('signs an answer that expires after 15 minutes', async () => {
    const run = await runAction(action(leave, `api.redirect.validateToken({ secret: 's' })`))
    const answer = (exp: number) => run.continueWith({ token: { secret: 's', payload: { exp } } })
    const seconds = Date.parse(fixtureTime) / 1000
    expect((await answer(seconds + 1)).outcome.type).toBe('completed')
    expect((await answer(seconds)).error).toContain('expired')
  })

  it('after a challenge has the factor, at the time given', async () => {
    const run = await runFlow([
      action(`api.authentication.challengeWith({ type: 'otp' })`),
      action(`${show('event.authentication.methods.at(-1)')}; console.log(Date.now())`)
    ])
    const done = await run.continueWith({ now: minutesFrom(1) })
    expect(done.logs).toEqual([
      JSON.stringify({ name: 'mfa', timestamp: minutesFrom(1), type: 'otp' }),
      String(Date.parse(minutesFrom(1)))
    ])
  })

  it('after a prompt has what was entered', async () => {
    const run = await runAction(
      action(`api.prompt.render('ap_1', { fields: { a: 'x' } })`, show('event.prompt'))
    )
    expect(run.prompt).toEqual({ id: 'ap_1', fields: { a: 'x' }, vars: {} })
    const done = await run.continueWith({ fields: { b: 'y' } })
    expect(JSON.parse(done.logs[0] ?? '')).toEqual({ id: 'ap_1', fields: { a: 'x', b: 'y' }, vars: {} })
  })

  it('can find a user who has changed meanwhile', async () => {
    const run = await runAction(action(leave, 'console.log(event.user.email)'))
    expect((await run.continueWith({ event: { user: { email: 'new@acme.test' } } })).logs).toEqual([
      'new@acme.test'
    ])
  })

  it('may be suspended again, with another state', async () => {
    const run = await runAction(action(leave, leave))
    const again = await run.continueWith()
    expect(again.redirect?.state).not.toBe(run.redirect?.state)
    expect((await again.continueWith()).outcome.type).toBe('redirect')
  })

  it('can be done twice from one run', async () => {
    const run = await runAction(action(leave, `api.user.setAppMetadata('a', event.request.query.a)`))
    expect((await run.continueWith({ query: { a: '1' } })).appMetadata).toEqual({ a: '1' })
    expect((await run.continueWith({ query: { a: '2' } })).appMetadata).toEqual({ a: '2' })
  })

  it('needs something that was suspended', async () => {
    const run = await runAction(action(''))
    await expect(run.continueWith()).rejects.toThrow('nothing was suspended')
  })

  it.each([
    ['prompt=none', postLoginEvent({ transaction: { prompt: ['none'] } })],
    ['a refresh', refreshEvent()]
  ])('is impossible with %s: Auth0 answers interaction_required', async (_what, event) => {
    for (const body of [
      leave,
      `api.authentication.challengeWith({ type: 'otp' })`,
      `api.prompt.render('ap_1')`
    ]) {
      const run = await runAction(action(body), { event })
      expect(run.outcome).toEqual({ type: 'failed', message: 'interaction_required' })
    }
  })
})

describe('an isolated run', () => {
  it('has an empty environment and cannot see the test', async () => {
    const body = 'console.log(JSON.stringify(process.env), typeof globalThis.mine)'
    ;(globalThis as { mine?: number }).mine = 1
    expect((await runAction(action(body), { isolate: true })).logs).toEqual(['{} undefined'])
    delete (globalThis as { mine?: number }).mine
  })

  it('is ended in an endless loop', async () => {
    const run = await runAction(action('for (;;);'), { isolate: true, timeoutMs: 50 })
    expect(run.error).toBe('Request to Webtask exceeded allowed execution time')
  })

  it('can be continued', async () => {
    const run = await runAction(action(leave, `console.log('back')`), { isolate: true })
    expect((await run.continueWith()).logs).toEqual(['back'])
  })

  it('is not for functions', async () => {
    const run = runAction({ onExecutePostLogin: async () => {} }, { isolate: true })
    await expect(run).rejects.toThrow('cannot run isolated')
  })
})
