import { describe, expect, it } from 'vitest'
import { decideCopy } from '../../../lib/core/login/copy.js'
import { decideSignup, signupAction } from '../../../lib/core/login/guard-signup.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { badSecrets } from '../../fixtures/bad-values.js'
import { nowMs, nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { secrets, tenantId } from '../../fixtures/event.js'
import { codesOf, contentOf, merged, sealLogin, writesOf } from '../../fixtures/login.js'
import { none } from '../../fixtures/none.js'
import { namespace, withFields } from '../../fixtures/policies/policies.js'

const policy = definePolicy({
  namespace,
  slots: { identity: { userMetadata: ['national_id'] }, demographics: { attributes: ['gender'] } },
  copy: { color: { type: 'string', max: 5 } }
})
const connection = { name: 'users', strategy: 'auth0' }
const slot = 'identity'

const eventOf = (user_metadata: unknown, change: object = {}) => ({
  tenant: { id: tenantId },
  connection,
  secrets,
  user: { email: 'Ann@acme.test', user_metadata },
  ...change
})
const signUp = (user_metadata: unknown, change?: object) =>
  decideSignup(policy, eventOf(user_metadata, change), { now: nowMs })
const refusal = (user_metadata: unknown, change?: object) => codeThrownBy(() => signUp(user_metadata, change))
const typed = { national_id: '123', hobby: 'chess' }
const firstLogin = (stored: object, user: object = {}, rest: object = {}) =>
  sealLogin(policy, {
    root: { email: 'ann@acme.test', created_at: new Date(nowMs).toISOString(), ...user },
    stored,
    connection,
    ...rest
  })

describe('a sign-up', () => {
  it('seals the fields of the policy and takes them out of user_metadata', () => {
    const decision = signUp(typed)
    expect(Object.keys(writesOf(decision))).toEqual(['sealed_identity', 'national_id'])
    expect(decision.userMetadata).toEqual({ national_id: null })
    expect(decision.notes).toEqual([])
  })

  it.each([undefined, null, {}, { hobby: 'chess' }])(
    'goes on without a write where no such field came: %j',
    user_metadata => {
      expect(writesOf(signUp(user_metadata))).toEqual({})
    }
  )

  it('is bound to the user at the first login', () => {
    const { appMetadata } = firstLogin(signUp(typed).appMetadata)
    expect(contentOf(appMetadata.sealed_identity, { slot })).toMatchObject({
      data: { national_id: '123' },
      src: 'user',
      iat: nowSeconds
    })
  })

  it('is bound within 10 minutes of the creation of its user', () => {
    for (const seconds of [-600, 600]) {
      const created_at = new Date(nowMs + seconds * 1000).toISOString()
      expect(Object.keys(writesOf(firstLogin(signUp(typed).appMetadata, { created_at })))).toEqual([
        'sealed_identity'
      ])
    }
  })

  it.each(['username', 'phone_number'])('may be bound to the %s', kind => {
    const user = { [kind]: 'Ann' }
    const { appMetadata } = signUp(typed, { user: { ...user, user_metadata: typed } })
    expect(Object.keys(writesOf(firstLogin(appMetadata, { email: undefined, ...user })))).toEqual([
      'sealed_identity'
    ])
  })

  it('is bound once: the next login writes nothing', () => {
    const stored = signUp(typed).appMetadata
    const bound = merged(stored, firstLogin(stored).appMetadata)
    expect(writesOf(firstLogin(bound))).toEqual({})
  })

  it.each<[string, object, object]>([
    ['another address', { email: 'eve@acme.test' }, {}],
    ['another connection', {}, { connection: { name: 'other', strategy: 'auth0' } }],
    ['no connection', {}, { connection: undefined }],
    ['another tenant', {}, { tenant: { id: 'other' } }],
    ['a user who was there before', { created_at: new Date(nowMs - 601_000).toISOString() }, {}],
    ['a user of another time', { created_at: new Date(nowMs + 601_000).toISOString() }, {}],
    ['a user of no known age', { created_at: undefined }, {}]
  ])('is not for %s', (_what, user, rest) => {
    const decision = firstLogin(signUp(typed).appMetadata, user, rest)
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_FORMAT'])
  })

  it('says of which kind what it is bound to is', () => {
    const { appMetadata } = signUp(typed, { user: { email: 'ann@acme.test', user_metadata: typed } })
    const decision = firstLogin(appMetadata, { email: undefined, username: 'ann@acme.test' })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_FORMAT'])
  })

  it('is bound to a user whose age is in milliseconds', () => {
    const { appMetadata } = signUp(typed)
    expect(Object.keys(writesOf(firstLogin(appMetadata, { created_at: nowMs })))).toEqual(['sealed_identity'])
    expect(writesOf(firstLogin(appMetadata, { created_at: nowMs + 601_000 }))).toEqual({})
    expect(writesOf(firstLogin(appMetadata, { created_at: { toString: 5 } }))).toEqual({})
  })

  it('is kept aside where it is of somebody else, and the typed fields are sealed', () => {
    const { appMetadata } = signUp(typed)
    const decision = sealLogin(policy, {
      root: { email: 'eve@acme.test', created_at: new Date(nowMs).toISOString() },
      connection,
      stored: appMetadata,
      typed: { national_id: '9' }
    })
    expect(decision.appMetadata.sealed_lost_identity).toBe(appMetadata.sealed_identity)
    expect(contentOf(decision.appMetadata.sealed_identity, { slot }).data).toEqual({ national_id: '9' })
  })

  it('is not refused by what is copied: a sign-up knows texts only, and a login leaves out what it must', () => {
    const copying = definePolicy({
      namespace,
      copy: { newsletter: 'boolean', age: 'number', hobby: 'string' }
    })
    const user_metadata = { newsletter: 'true', age: '42', hobby: 'x'.repeat(300) }
    expect(decideSignup(copying, eventOf(user_metadata), { now: nowMs })).toMatchObject({
      appMetadata: none,
      userMetadata: none,
      notes: []
    })
    const { idToken, notes } = decideCopy(copying, {
      ...eventOf(user_metadata),
      client: { client_id: 'web' },
      user: { user_id: 'auth0|1', user_metadata }
    })
    expect(idToken).toEqual({})
    expect(notes.map(({ code, fields }) => [code, ...(fields ?? [])])).toEqual([
      ['ERR_COPY_TYPE', 'newsletter'],
      ['ERR_COPY_TYPE', 'age'],
      ['ERR_COPY_SIZE', 'hobby']
    ])
  })

  it('does not open as a value at rest', () => {
    expect(codeThrownBy(() => contentOf(signUp(typed).appMetadata.sealed_identity, { slot }))).toBe(
      'ERR_FORMAT'
    )
  })
})

describe('a sign-up is refused', () => {
  it.each(badSecrets)('where the key set %s', (_what, secret, code) => {
    expect(refusal(typed, { secrets: { A0SEAL_KEYS: secret } })).toBe(code)
  })

  it.each(['text', 5, []])('where user_metadata is %j', user_metadata => {
    expect(refusal(user_metadata)).toBe('ERR_METADATA')
  })

  it.each<[string, Record<string, unknown>]>([
    ['11 fields', Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`f${i}`, 'x']))],
    ['a name of 101 characters', { ['x'.repeat(101)]: 'x' }],
    ['a value of 501 characters', { hobby: 'x'.repeat(501) }],
    ['a value that is no text', { hobby: ['x'] }],
    ['a sealed value that is no text', { national_id: null }]
  ])('with %s, as the sign-up endpoint does', (_what, user_metadata) => {
    expect(refusal(user_metadata)).toBe('ERR_SIGNUP')
  })

  it('with as much as the endpoint takes it is not', () => {
    const most = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`${i}`.padEnd(100, 'x'), 'x'.repeat(500)])
    )
    expect(refusal(most)).toBe('nothing was thrown')
  })

  it.each(['email', 'sms'])('where it is passwordless (%s), which keeps no metadata', strategy => {
    expect(refusal(typed, { connection: { name: strategy, strategy } })).toBe('ERR_SIGNUP')
    expect(refusal({ hobby: 'chess' }, { connection: { name: strategy, strategy } })).toBe(
      'nothing was thrown'
    )
  })

  it('where there is nothing to bind a field to', () => {
    for (const email of [undefined, '', 5, ['a@acme.test']]) {
      expect(refusal(typed, { user: { email, user_metadata: typed } })).toBe('ERR_SIGNUP')
    }
    expect(refusal(typed, { tenant: {} })).not.toBe('nothing was thrown')
    expect(refusal(typed, { tenant: { id: '' } })).not.toBe('nothing was thrown')
  })

  it('where it would seal more than a profile may hold', () => {
    const names = Array.from({ length: 9 }, (_, i) => `field${i}`)
    const large = definePolicy({ namespace, slots: { identity: { userMetadata: names } } })
    const event = eventOf(Object.fromEntries(names.map(name => [name, 'x'.repeat(500)])))
    expect(codeThrownBy(() => decideSignup(large, event, { now: nowMs }))).toBe('ERR_TOO_LARGE')
  })

  it('where JSON cannot say a field', () => {
    expect(refusal({ national_id: 'a\ud83d' })).toBe('ERR_DATA')
  })

  it('where a sealed field has more than 500 bytes, which 500 characters can have', () => {
    const most = 'é'.repeat(250)
    expect(signUp({ national_id: most }).notes).toEqual([])
    const decision = signUp({ national_id: `${most}x` })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([
      { code: 'ERR_COPY_SIZE', slot: 'identity', fields: ['national_id'], failed: true }
    ])
  })

  it('where a sealed field has more bytes than its policy says', () => {
    const short = withFields(policy, { identity: [{ name: 'national_id', max: 3 }] })
    const codes = (national_id: string) =>
      codesOf(decideSignup(short, eventOf({ national_id }), { now: nowMs }))
    expect([codes('123'), codes('1234')]).toEqual([[], ['ERR_COPY_SIZE']])
  })

  it('where there is a passwordless strategy, whatever its connection is called', () => {
    const named = { name: 'customers', strategy: 'email' }
    expect(refusal(typed, { connection: named })).toBe('ERR_SIGNUP')
    expect(refusal(typed, { connection: { name: 'email', strategy: 'auth0' } })).toBe('nothing was thrown')
  })
})

describe('the Action guard-signup', () => {
  const run = async (event: unknown) => {
    const appMetadata: Record<string, unknown> = {}
    const calls: string[] = []
    const lines: string[] = []
    const api = {
      access: { deny: () => void calls.push('deny') },
      user: {
        setAppMetadata(name: string, value: unknown) {
          calls.push(`app_metadata ${name}`)
          appMetadata[name] = value
        },
        setUserMetadata: (name: string) => void calls.push(`user_metadata ${name}`)
      }
    }
    const action = signupAction(policy, { now: () => nowMs, log: line => void lines.push(line) })
    await action(event as never, api)
    return { appMetadata, calls, lines }
  }

  it('does what was decided at the time of the sign-up, and says nothing', async () => {
    const { appMetadata, calls, lines } = await run(eventOf(typed))
    expect(calls).toEqual(['app_metadata sealed_identity', 'user_metadata national_id'])
    expect(lines).toEqual([])
    const bound = firstLogin(appMetadata).appMetadata.sealed_identity
    expect(contentOf(bound, { slot })).toMatchObject({ data: { national_id: '123' }, iat: nowSeconds })
  })

  it('refuses the sign-up where a field is not sealed, with one line', async () => {
    expect(await run(eventOf(typed, { secrets: {} }))).toEqual({
      appMetadata: {},
      calls: ['deny'],
      lines: ['a0seal guard-signup ERR_NO_KEYS']
    })
  })

  it.each([undefined, null, {}, 'event'])('never throws: %j', async event => {
    expect((await run(event)).calls).toEqual(['deny'])
  })
})
