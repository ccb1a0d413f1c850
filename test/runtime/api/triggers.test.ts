import { describe, expect, it } from 'vitest'
import type { TriggerId } from '../../../lib/runtime/code/handlers.js'
import { event, runTrigger } from '../pipeline.js'

const runner =
  (trigger: TriggerId, given = {}) =>
  (...bodies: string[]) =>
    runTrigger(trigger, bodies, { event: given })
const failed = async (run: ReturnType<typeof runner>, body: string) => {
  const { outcome } = await run(body)
  return outcome.type === 'failed' ? outcome.message : outcome.type
}

describe('pre-user-registration', () => {
  const run = runner('pre-user-registration', { user: { email: 'ann@acme.test' } })

  it('denies with a reason for the log and a message for the user', async () => {
    const { outcome, actions } = await run(`api.access.deny('spam', 'Not now.').cache`, '')
    expect(outcome).toEqual({ type: 'denied', reason: 'spam', userMessage: 'Not now.' })
    expect(actions).toHaveLength(1)
  })

  it('sets metadata of a user who has none, seen by later Actions', async () => {
    const set = `api.user.setUserMetadata('a', 1).user.setAppMetadata('b', 2); console.log(event.user.user_metadata)`
    const { profileUpdate, actions } = await run(set, 'console.log(JSON.stringify(event.user))')
    expect(profileUpdate).toEqual({ app_metadata: { b: 2 }, user_metadata: { a: 1 } })
    expect(actions[0]?.log).toBe('undefined')
    expect(JSON.parse(actions[1]?.log ?? '')).toEqual({
      email: 'ann@acme.test',
      app_metadata: { b: 2 },
      user_metadata: { a: 1 }
    })
  })

  it('refuses validation errors longer than 100 characters', async () => {
    const { outcome } = await run(`api.validation.error('code', 'message').access`)
    expect(outcome).toEqual({ type: 'denied', reason: 'message', code: 'code' })
    expect(await failed(run, `api.validation.error('x'.repeat(101), 'm')`)).toContain('100 characters')
    expect(await failed(run, `api.validation.error('c', 'x'.repeat(101))`)).toContain('100 characters')
    expect(await failed(run, `api.validation.error('c')`)).toContain('must be a string')
  })

  it('has no app_metadata merged over the root: that is for logins', async () => {
    const given = { user: { email: 'a', app_metadata: { plan: 'gold' } } }
    const { actions } = await runTrigger('pre-user-registration', ['console.log(event.user.plan)'], {
      event: given
    })
    expect(actions[0]?.log).toBe('undefined')
  })
})

describe('credentials-exchange', () => {
  const given = { accessToken: { scope: ['a'], customClaims: {} }, transaction: { requested_scopes: [] } }
  const run = runner('credentials-exchange', given)
  const show = 'console.log(event.transaction.target_scopes.join())'

  it('denies with an OAuth error', async () => {
    const { outcome } = await run(`api.access.deny('invalid_scope', 'no').accessToken`)
    expect(outcome).toEqual({ type: 'denied', code: 'invalid_scope', reason: 'no' })
    expect((await run(`api.access.deny('server_error')`)).outcome).toMatchObject({ reason: '' })
    expect(await failed(run, `api.access.deny('access_denied', 'no')`)).toContain('must be one of')
  })

  it('changes the target scopes, at once and for later Actions', async () => {
    const { actions, state } = await run(
      `api.transaction.addTargetScope(' b '); ${show}`,
      `api.transaction.removeTargetScope('a'); ${show}`,
      `api.transaction.setTargetScopes(['c', 'd', 'c']); ${show}`
    )
    expect(actions.map(({ log }) => log)).toEqual(['a,b', 'b', 'c,d'])
    expect(state.targetScopes).toEqual(['c', 'd'])
    expect((await run('api.transaction.clearTargetScopes()')).state.targetScopes).toEqual([])
  })

  it.each([`addTargetScope('')`, `removeTargetScope('a b')`, `setTargetScopes('a')`, `setTargetScopes([1])`])(
    'refuses %s',
    async call => {
      expect(await failed(run, `api.transaction.${call}`)).toContain('must be a')
    }
  )

  it('takes 1000 scopes', async () => {
    const set = (count: number) =>
      `api.transaction.setTargetScopes(Array.from({ length: ${count} }, (_, i) => 's' + i))`
    expect(await failed(run, set(1000))).toBe('completed')
    expect(await failed(run, set(1001))).toContain('more than 1000')
  })

  it('sets claims', async () => {
    const { state } = await run(`api.accessToken.setCustomClaim('a', 1).accessToken.setCustomClaim('azp', 1)`)
    expect(state.claims.accessToken).toEqual({ a: 1 })
    expect(state.dropped).toMatchObject([{ claim: 'azp' }])
  })

  it('has no user', async () => {
    expect((await run('console.log(typeof event.user)')).actions[0]?.log).toBe('undefined')
  })
})

describe('custom-token-exchange', () => {
  const run = runner('custom-token-exchange', { transaction: { subject_token: 't' } })
  const connect = (attributes: string, options = `{ creationBehavior: 'none', updateBehavior: 'replace' }`) =>
    `api.authentication.setUserByConnection('acme', ${attributes}, ${options})`
  const byId = `api.authentication.setUserById('auth0|1')`

  it('names the user by id, with organization, actor and metadata', async () => {
    const { state, profileUpdate } = await run(
      `${byId}; api.authentication.setOrganization('org_1'); api.user.setAppMetadata('a', 1); api.user.setUserMetadata('b', 2)
       api.authentication.setActor({ sub: 's', role: 'admin', act: { sub: 't' } })`
    )
    expect(state.exchange).toEqual({
      userId: 'auth0|1',
      organization: 'org_1',
      actor: { sub: 's', role: 'admin', act: { sub: 't' } }
    })
    expect(profileUpdate).toEqual({ app_metadata: { a: 1 }, user_metadata: { b: 2 } })
  })

  it('names the user by connection', async () => {
    const { state } = await run(
      connect(`{ user_id: '1', email: 'a@acme.test', email_verified: true, dept: 'x' }`)
    )
    expect(state.exchange?.connection).toEqual({
      name: 'acme',
      attributes: { user_id: '1', email: 'a@acme.test', email_verified: true, dept: 'x' },
      options: { creationBehavior: 'none', updateBehavior: 'replace' }
    })
  })

  it('needs exactly one user', async () => {
    expect(await failed(run, '')).toBe('The Actions set no user for this token exchange.')
    expect(await failed(run, `${byId}; ${connect(`{ user_id: '1' }`)}`)).toContain('can be set once')
    expect(await failed(run, `api.access.deny('no_user', 'none')`)).toBe('denied')
  })

  it('denies with any code, and rejects bad tokens', async () => {
    expect((await run(`api.access.deny('my_code', 'no')`)).outcome).toEqual({
      type: 'denied',
      code: 'my_code',
      reason: 'no'
    })
    expect((await run(`api.access.rejectInvalidSubjectToken('bad')`)).outcome).toEqual({
      type: 'denied',
      code: 'invalid_request',
      reason: 'bad'
    })
    for (const call of [
      `deny('', 'no')`,
      `deny('a', '')`,
      `deny('x'.repeat(1025), 'no')`,
      `deny('a', 'x'.repeat(4097))`
    ]) {
      expect(await failed(run, `api.access.${call}`)).toContain('must not')
    }
    expect(await failed(run, `api.access.rejectInvalidSubjectToken()`)).toContain('must be a string')
  })

  it.each([
    [`api.authentication.setUserById('')`, 'must not be empty'],
    [`api.authentication.setUserById('x'.repeat(513))`, '512 characters'],
    [`api.authentication.setOrganization('x'.repeat(51))`, '50 characters'],
    [
      `api.authentication.setUserByConnection('', { user_id: '1' }, { creationBehavior: 'none', updateBehavior: 'none' })`,
      'connection name must not be empty'
    ],
    [connect('{}'), 'user_id must be a string'],
    [connect(`{ user_id: 'x'.repeat(256) }`), '255 characters'],
    [connect(`{ user_id: '1', name: 'x'.repeat(301) }`), '300 characters'],
    [connect(`{ user_id: '1', email: 1 }`), 'email must be a string'],
    [connect(`{ user_id: '1', email_verified: 'yes' }`), 'true or false'],
    [connect(`Object.fromEntries(Array.from({ length: 25 }, (_, i) => ['k' + i, '1']))`), 'more than 24'],
    [connect(`'1'`), 'must be an object'],
    [connect(`{ user_id: '1' }`, `{ creationBehavior: 'none' }`), 'updateBehavior must be one of'],
    [connect(`{ user_id: '1' }`, `{ updateBehavior: 'none' }`), 'creationBehavior must be one of'],
    [connect(`{ user_id: '1' }`, `{ creationBehavior: 'none', updateBehavior: 'none', x: 1 }`), 'only']
  ])('refuses %s', async (body, message) => {
    expect(await failed(run, body)).toContain(message)
  })

  const chain = (levels: number): string =>
    levels === 1 ? `{ sub: 's' }` : `{ sub: 's', act: ${chain(levels - 1)} }`
  it.each([
    [chain(5), 'completed'],
    [chain(6), 'more than 4 others'],
    [`'s'`, 'must be an object'],
    ['{}', 'must be a string'],
    [`{ sub: '' }`, 'must not be empty'],
    [`{ sub: 'x'.repeat(513) }`, '512 characters'],
    [`{ sub: 's', act: 1 }`, 'must be an object'],
    [`{ sub: 's', a: 1, b: true, c: 'x'.repeat(64), d: 1, e: 1 }`, 'completed'],
    [`{ sub: 's', a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }`, 'more than 5'],
    [`{ sub: 's', a: {} }`, 'a string, a number or a boolean'],
    [`{ sub: 's', a: 'x'.repeat(65) }`, '64 characters'],
    [`{ sub: 's', ['x'.repeat(65)]: 1 }`, '64 characters']
  ])('answers setActor(%s) with: %s', async (actor, message) => {
    expect(await failed(run, `${byId}; api.authentication.setActor(${actor})`)).toContain(message)
  })
})

describe('password-reset-post-challenge', () => {
  const run = runner('password-reset-post-challenge', event)

  it('denies, challenges and renders, and chains nothing', async () => {
    expect((await run(`console.log(api.access.deny('no'))`)).outcome).toEqual({
      type: 'denied',
      reason: 'no'
    })
    expect((await run(`api.authentication.challengeWith({ type: 'otp' })`)).outcome.type).toBe('challenge')
    expect((await run(`api.prompt.render('ap_1')`)).outcome.type).toBe('prompt')
    const { actions } = await run(
      `console.log(api.access.deny('no'), api.redirect.sendUserTo('https://a.test/'))`
    )
    expect(actions[0]?.log).toBe('undefined undefined')
  })

  it('redirects, and continues in onContinuePostChallenge', async () => {
    const { outcome, state } = await run(`api.redirect.sendUserTo('https://a.test/')`)
    expect(outcome.type).toBe('redirect')
    expect(state.position).toEqual({ index: 0, handler: 'onContinuePostChallenge' })
  })

  it('sets where the user goes afterwards', async () => {
    const { state } = await run(`api.transaction.setResultUrl('https://a.test/?b=1', { query: { c: '2' } })`)
    expect(state.resultUrl).toBe('https://a.test/?b=1&c=2')
    expect(await failed(run, `api.transaction.setResultUrl('/relative')`)).toBe('Invalid URL')
  })
})

describe.each(['custom-email-provider', 'custom-phone-provider'] as const)('%s', trigger => {
  it('keeps the last word on a message that was not sent, cut to 1024 characters', async () => {
    const run = runner(trigger, { notification: {} })
    const { state } = await run(
      `api.notification.drop('bad address'); api.notification.retry('x'.repeat(2000))`
    )
    expect(state.notification).toEqual({ action: 'retry', reason: 'x'.repeat(1024) })
  })
})

describe.each(['login-post-identifier', 'signup-post-identifier'] as const)('%s', trigger => {
  it('keeps connection and organization', async () => {
    const run = runner(trigger, { transaction: {} })
    const { state } = await run(
      `api.authentication.setConnectionByName('a')`,
      `api.authentication.setOrganization('b')`
    )
    expect(state.identifier).toEqual({ connection: 'a', organization: 'b' })
    expect(await failed(run, `api.authentication.setConnectionByName('')`)).toContain('must not be empty')
    expect(await failed(run, `api.authentication.setOrganization('')`)).toContain('must not be empty')
  })
})

describe('every trigger', () => {
  it('has only what its event has: no transaction, no user where there is none', async () => {
    const { actions } = await runTrigger('event-stream', ['console.log(Object.keys(event).join())'], {
      event: { message: { id: '1' } }
    })
    expect(actions[0]?.log).toBe('message,secrets')
  })
})
