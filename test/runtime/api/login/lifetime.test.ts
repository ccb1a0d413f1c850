import { describe, expect, it } from 'vitest'
import { action, event, failureOf, printed, runBodies, runHere } from '../../pipeline.js'

const withSession = {
  ...event,
  session: { id: 's', metadata: { kept: 'k' }, cookie: { mode: 'persistent', other: 1 } }
}
const withToken = { ...event, refresh_token: { id: 'r', metadata: { kept: 'k' } } }
const refresh = { ...withToken, transaction: { ...event.transaction, protocol: 'oauth2-refresh-token' } }

describe.each([
  ['session', 'session', 'session', withSession],
  ['refreshToken', 'refreshToken', 'refresh_token', withToken]
] as const)('api.%s', (name, member, inEvent, given) => {
  const call = (code: string) => `api.${name}.${code}`
  const show = `console.log(JSON.stringify(event.${inEvent}.metadata))`
  const stateAfter = async (...bodies: string[]) => (await runBodies(bodies, { event: given })).state[member]

  it('sets metadata, at once in the event and for later Actions', async () => {
    const result = await runBodies([`${call(`setMetadata('a-1_B', 'v')`)}; ${show}`, show], { event: given })
    expect(JSON.parse(result.actions[0]?.log ?? '')).toEqual({ kept: 'k', 'a-1_B': 'v' })
    expect(printed(result)).toEqual({ kept: 'k', 'a-1_B': 'v' })
    expect(result.state[member]).toEqual({ metadata: { kept: 'k', 'a-1_B': 'v' } })
  })

  it('deletes a key, by null too, and all of them', async () => {
    expect(await stateAfter(call(`deleteMetadata('kept')`))).toEqual({ metadata: {} })
    expect(await stateAfter(call(`setMetadata('kept', null)`))).toEqual({ metadata: {} })
    expect(await stateAfter(call(`setMetadata('a', 'b')`), call('evictMetadata()'))).toEqual({ metadata: {} })
    expect(await stateAfter(call(`deleteMetadata('other')`))).toBeUndefined()
  })

  it.each([
    `'a.b', 'v'`,
    `'', 'v'`,
    `'k'.repeat(256), 'v'`,
    `1, 'v'`,
    `'a', 1`,
    `'a', 'v'.repeat(256)`,
    `'a', '\\0'`
  ])('refuses setMetadata(%s)', async given => {
    expect(
      await failureOf(call(`setMetadata(${given})`), { event: { ...withSession, ...withToken } })
    ).toContain('metadata must')
  })

  it('takes keys and values of 255 characters, and 25 entries', async () => {
    const long = call(`setMetadata('k'.repeat(255), 'v'.repeat(255))`)
    const many = (count: number) => `for (let i = 0; i < ${count}; i++) ${call(`setMetadata('k' + i, 'v')`)}`
    expect(await failureOf(long, { event: given })).toBe('completed')
    expect(await failureOf(many(24), { event: given })).toBe('completed')
    expect(await failureOf(many(25), { event: given })).toContain('more than 25 entries')
  })

  it('keeps the earliest of several expiries', async () => {
    const body = `${call('setExpiresAt(3000)')}; ${call('setExpiresAt(2000)')}; ${call('setIdleExpiresAt(900)')}`
    expect(
      await stateAfter(body, `${call('setExpiresAt(5000)')}; ${call('setIdleExpiresAt(1000)')}`)
    ).toEqual({
      expiresAt: 2000,
      idleExpiresAt: 900
    })
  })

  it.each(['', '0', 'NaN', `'2030-01-01'`])('refuses the expiry %s', async value => {
    expect(await failureOf(call(`setExpiresAt(${value})`))).toContain('milliseconds since 1970')
    expect(await failureOf(call(`setIdleExpiresAt(${value})`))).toContain('milliseconds since 1970')
  })
})

describe('api.session', () => {
  it('has no metadata without a session', async () => {
    expect(await failureOf(`api.session.setMetadata('a', 'b')`)).toBe(
      'There is no session to set metadata of.'
    )
    expect(await failureOf(`api.session.deleteMetadata('a'); api.session.evictMetadata()`)).toBe('completed')
  })

  it('revokes: the login is denied', async () => {
    const { outcome, state } = await runBodies([
      `api.session.revoke('stolen', { preserveRefreshTokens: true })`,
      ''
    ])
    expect(outcome).toEqual({ type: 'denied', reason: 'stolen' })
    expect(state.session).toEqual({ revoked: { preserveRefreshTokens: true } })
    expect((await runBodies([`api.session.revoke('x')`])).state.session?.revoked?.preserveRefreshTokens).toBe(
      false
    )
    expect(await failureOf('api.session.revoke()')).toBe('The reason must be a string.')
    for (const options of ['{ preserveRefreshToken: true }', `{ preserveRefreshTokens: 'yes' }`]) {
      expect(await failureOf(`api.session.revoke('x', ${options})`)).toContain('preserveRefreshTokens')
    }
  })

  it('sets the cookie mode, in the event too', async () => {
    const set = `api.session.setCookieMode('non-persistent'); console.log(JSON.stringify(event.session.cookie))`
    const result = await runBodies([set, 'console.log(JSON.stringify(event.session.cookie))'], {
      event: withSession
    })
    const cookie = '{"mode":"non-persistent","other":1}'
    expect(result.actions.map(({ log }) => log)).toEqual([cookie, cookie])
    expect(result.state.session).toEqual({ cookieMode: 'non-persistent' })
    expect(await failureOf(`api.session.setCookieMode('session')`)).toContain('must be one of')
  })
})

describe('api.refreshToken', () => {
  it('keeps metadata for a token that is not there yet, and does not pretend that there is one', async () => {
    const result = await runBodies([
      `api.refreshToken.setMetadata('a', 'b'); console.log(event.refresh_token)`,
      `api.refreshToken.setMetadata('c', 'd'); console.log(event.refresh_token)`
    ])
    expect(result.actions.map(({ log }) => log)).toEqual(['undefined', 'undefined'])
    expect(result.state.refreshToken).toEqual({ metadata: { a: 'b', c: 'd' } })
  })

  it('changes nothing of an online token', async () => {
    const online = { ...refresh, refresh_token: { id: 'r', access: 'online' } }
    for (const call of [`setMetadata('a', 'b')`, 'setExpiresAt(1)', 'evictMetadata()']) {
      const { outcome } = await runBodies([`api.refreshToken.${call}`], { event: online })
      expect(outcome).toMatchObject({ type: 'failed', message: expect.stringContaining('online') })
    }
  })

  it('revokes during a refresh only', async () => {
    const revoke = action(`api.refreshToken.revoke('stolen')`)
    const { outcome, state } = await runHere([revoke], { event: refresh })
    expect(outcome).toEqual({ type: 'denied', reason: 'stolen' })
    expect(state.refreshToken).toEqual({ revoked: true })
    expect((await runHere([revoke])).outcome.type).toBe('failed')
    const long = await runBodies([`api.refreshToken.revoke('x'.repeat(1025))`], { event: refresh })
    expect(long.outcome.type).toBe('failed')
  })
})
