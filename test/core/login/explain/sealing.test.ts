import { describe, expect, it } from 'vitest'
import { explainSealing, type Sealing, withoutSealing } from '../../../../lib/core/login/explain/sealing.js'
import { sealingSentence } from '../../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import type { SlotInput } from '../../../../lib/core/policy/types.js'
import { minutesAgo, nowMs } from '../../../fixtures/clock.js'
import { delegatedRuns, type EventOptions, eventOf, secrets } from '../../../fixtures/event.js'
import { keyPair, keySetText, secretJWK } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'

const policyOf = (slot: SlotInput) =>
  definePolicy({ namespace: 'https://acme.example/', slots: { demographics: slot } } as never)
const explain = (slot: SlotInput, options: EventOptions) =>
  explainSealing(policyOf(slot), eventOf(options), { now: nowMs }).sealings

const gender: SlotInput = { attributes: ['gender'] }
const stored = (data: Record<string, unknown>) => ({ sealed_demographics: sealedValue(data) })
const old = { authentication: { methods: [{ name: 'federated', timestamp: minutesAgo(5) }] } }
const kid = String(secretJWK(1).kid)
const about: Omit<Sealing, 'outcome'> = {
  slot: 'demographics',
  name: 'gender',
  isField: false,
  keep: 'profile',
  mode: 'readable',
  secret: 'A0SEAL_KEYS',
  place: 'sealed_demographics'
}
const notSealed = (why: NonNullable<Sealing['why']>, rest: Partial<Sealing> = {}): Partial<Sealing> => ({
  outcome: 'not sealed',
  why,
  isHeld: false,
  ...rest
})

const ctor = { name: 'constructor' }

describe('what became of an attribute', () => {
  it.each<[string, SlotInput, EventOptions, Partial<Sealing>]>([
    ['sealed', gender, { user: { gender: 'x' } }, { outcome: 'sealed', kid, isHeld: true }],
    [
      'unchanged',
      gender,
      { user: { gender: 'x', app_metadata: stored({ gender: 'x' }) } },
      { outcome: 'unchanged', kid, isHeld: true }
    ],
    ['not sent', gender, {}, notSealed('not sent')],
    [
      'not sent, and sealed before',
      gender,
      { user: { app_metadata: stored({ gender: 'x' }) } },
      notSealed('not sent', { kid, isHeld: true })
    ],
    ['null', gender, { user: { gender: null } }, notSealed('sent as null')],
    [
      'removed',
      { ...gender, onNull: 'remove' },
      { user: { gender: null, app_metadata: stored({ gender: 'x' }) } },
      notSealed('removed')
    ],
    [
      'of another connection',
      { attributes: [{ name: 'gender', connections: ['other-idp'] }] },
      { user: { gender: 'x' } },
      notSealed('other connection')
    ],
    [
      'stale',
      gender,
      { ...old, user: { gender: 'y', app_metadata: stored({ gender: 'x' }) } },
      notSealed('not brought', { code: 'ERR_STALE', kid, isHeld: true })
    ],
    [
      'shadowed',
      gender,
      { user: { gender: 'x', app_metadata: { gender: 'y' } } },
      notSealed('failed', { code: 'ERR_SHADOWED' })
    ],
    [
      'linked',
      gender,
      { user: { gender: 'x', identities: [{ connection: 'acme-idp' }, { connection: 'acme-idp' }] } },
      notSealed('linked', { code: 'ERR_LINKED' })
    ],
    [
      'without a key',
      gender,
      { user: { gender: 'x' }, secrets: {} },
      notSealed('failed', { code: 'ERR_NO_KEYS' })
    ],
    [
      'where metadata is no object',
      gender,
      { user: { gender: 'x', app_metadata: 'x' } },
      { outcome: 'not sealed', why: 'failed', code: 'ERR_METADATA' } // what is there is no place
    ],
    [
      'for the login',
      { ...gender, keep: 'login' },
      { user: { gender: 'x' } },
      { outcome: 'sealed', keep: 'login', kid, isHeld: true }
    ],
    [
      'for another login',
      { ...gender, keep: 'login' },
      { ...old, user: { gender: 'x' } },
      notSealed('not brought', { keep: 'login' })
    ],
    [
      'write-only',
      { ...gender, mode: 'write-only' },
      {
        user: { gender: 'x' },
        secrets: {
          A0SEAL_KEYS: keySetText(keyPair(4).publicJWK),
          A0SEAL_MAC_KEY: Buffer.alloc(32, 7).toString('base64url')
        }
      },
      { outcome: 'sealed', mode: 'write-only', kid: String(keyPair(4).publicJWK.kid), isHeld: true }
    ],
    [
      'typed by the user',
      { userMetadata: ['gender'] },
      { user: { user_metadata: { gender: 'x' } } },
      { outcome: 'sealed', isField: true, kid, isHeld: true }
    ],
    [
      'under a name that another provider has for it',
      { attributes: [{ name: 'gender', from: ['sex.at.birth'] }] },
      { user: { 'sex:at:birth': 'x' } },
      { outcome: 'sealed', kid, isHeld: true }
    ],
    ['like what every object has', { attributes: ['constructor'] }, {}, notSealed('not sent', ctor)],
    [
      'outside of a transaction',
      gender,
      { user: { gender: 'x' }, transaction: undefined as never },
      { outcome: 'sealed', kid, isHeld: true }
    ],
    [
      'of a linked account',
      gender,
      {
        user: {
          identities: [{ connection: 'other' }, { connection: 'acme-idp', profileData: { gender: 'x' } }]
        }
      },
      { outcome: 'sealed', kid, isHeld: true }
    ],
    [
      'not brought, and the same as before',
      gender,
      { ...old, user: { gender: 'x', app_metadata: stored({ gender: 'x' }) } },
      { outcome: 'unchanged', kid, isHeld: true }
    ],
    [
      'not brought, into an empty slot',
      gender,
      { ...old, user: { gender: 'x' } },
      { outcome: 'sealed', kid, isHeld: true }
    ],
    [
      'in this login once more',
      { ...gender, keep: 'login' },
      { user: { gender: 'x' }, transaction: { metadata: stored({ gender: 'x' }) as never } },
      { outcome: 'unchanged', keep: 'login', kid, isHeld: true }
    ],
    [
      'into a slot that no key opens',
      gender,
      {
        user: {
          gender: 'x',
          app_metadata: {
            sealed_demographics: sealedValue({ gender: 'y' }, { keys: keySetText(secretJWK(2)) })
          }
        }
      },
      { outcome: 'sealed', kid, isHeld: true }
    ],
    [
      'not brought, of a slot that no key opens',
      gender,
      {
        user: {
          app_metadata: {
            sealed_demographics: sealedValue({ gender: 'y' }, { keys: keySetText(secretJWK(2)) })
          }
        }
      },
      { outcome: 'not sealed', why: 'failed', code: 'ERR_UNKNOWN_KEY', kid: String(secretJWK(2).kid) }
    ],
    [
      'typed, like what every object has',
      { userMetadata: ['constructor'] },
      {},
      notSealed('not sent', { ...ctor, isField: true })
    ],
    [
      'typed as null',
      { userMetadata: ['gender'] },
      { user: { user_metadata: { gender: null } } },
      notSealed('not sent', { isField: true })
    ],
    [
      'typed where there is no user_metadata',
      { userMetadata: ['gender'] },
      { user: { user_metadata: null } },
      notSealed('not sent', { isField: true })
    ],
    [
      'typed where user_metadata is no object',
      { userMetadata: ['gender'] },
      { user: { user_metadata: 'x' } },
      notSealed('failed', { code: 'ERR_METADATA', isField: true })
    ],
    ['typed by nobody', { userMetadata: ['gender'] }, {}, notSealed('not sent', { isField: true })],
    [
      'typed again',
      { userMetadata: ['gender'] },
      {
        user: {
          user_metadata: { gender: 'y' },
          app_metadata: { sealed_demographics: sealedValue({ gender: 'x' }, { src: 'user' }) }
        }
      },
      notSealed('filled before', { code: 'ERR_SLOT_FILLED', isField: true, kid, isHeld: true })
    ],
    [
      'typed too long',
      { userMetadata: [{ name: 'gender', max: 3 }] },
      { user: { user_metadata: { gender: 'long' } } },
      notSealed('failed', { code: 'ERR_COPY_SIZE', isField: true })
    ]
  ])('is told: %s', (_, slot, options, sealing) => {
    expect(explain(slot, { secrets, ...options })).toStrictEqual([{ ...about, ...sealing }])
  })

  it.each(delegatedRuns)('is told of %s', (_, options) => {
    expect(explain(gender, { ...options, user: { gender: 'x' } })).toStrictEqual([
      { ...about, ...notSealed('delegated', { code: 'ERR_DELEGATED' }) }
    ])
  })

  const twoSlots = definePolicy({
    namespace: 'https://acme.example/',
    slots: {
      demographics: { attributes: ['gender', 'ethnicity'] },
      payroll: { attributes: ['iban'], keys: 'PAYROLL_KEYS' }
    }
  })
  const outcomes = (sealings: readonly Sealing[]) =>
    sealings.map(({ slot, name, outcome, why, code }) => [slot, name, outcome, why, code])

  it('is told of each by itself', () => {
    const user = { gender: 'x', ethnicity: 'x'.repeat(2500), iban: 'x', app_metadata: { gender: 'y' } }
    const { sealings, decision } = explainSealing(twoSlots, eventOf({ user }), { now: nowMs })
    expect(outcomes(sealings)).toEqual([
      ['demographics', 'gender', 'not sealed', 'failed', 'ERR_SHADOWED'],
      ['demographics', 'ethnicity', 'sealed', undefined, undefined], // ERR_LARGE_VALUE is no failure
      ['payroll', 'iban', 'not sealed', 'failed', 'ERR_NO_KEYS']
    ])
    expect(decision?.notes.map(({ code }) => code)).toEqual([
      'ERR_SHADOWED',
      'ERR_LARGE_VALUE',
      'ERR_NO_KEYS'
    ])
  })

  it('is what failed of it, before what failed of all in its slot', () => {
    const app_metadata = {
      gender: 'y',
      sealed_demographics: sealedValue({}, { keys: keySetText(secretJWK(2)) })
    }
    const event = eventOf({ user: { gender: 'x', ethnicity: undefined, app_metadata } })
    expect(outcomes(explainSealing(twoSlots, event, { now: nowMs }).sealings).slice(0, 2)).toEqual([
      ['demographics', 'gender', 'not sealed', 'failed', 'ERR_SHADOWED'],
      ['demographics', 'ethnicity', 'not sealed', 'failed', 'ERR_UNKNOWN_KEY']
    ])
  })

  it('is that none was sealed, where the Action did not run, or decided nothing', () => {
    const absent = { ...about, outcome: 'not sealed', why: 'did not run' }
    expect(withoutSealing(policyOf(gender))).toStrictEqual([absent])
    expect(withoutSealing(policyOf({ userMetadata: ['gender'] }))).toStrictEqual([
      { ...absent, isField: true }
    ])
    expect(
      explainSealing(policyOf(gender), eventOf({ user: { app_metadata: 'x' } }), { now: nowMs })
    ).toStrictEqual({
      sealings: [{ ...about, outcome: 'not sealed', why: 'failed', code: 'ERR_METADATA' }]
    })
  })

  it('is said in one sentence', () => {
    const sentences = (slot: SlotInput, options: EventOptions) => explain(slot, options).map(sealingSentence)
    expect(sentences(gender, { user: { gender: 'x' } })).toEqual([
      `sealed by seal-attributes with the key ${kid} of A0SEAL_KEYS`
    ])
    expect(sentences({ ...gender, keep: 'login' }, { user: { gender: 'x' } })).toEqual([
      `sealed by seal-attributes with the key ${kid} of A0SEAL_KEYS, for this login only`
    ])
    expect(sentences(gender, { user: { gender: 'x' }, secrets: {} })).toEqual([
      'not sealed: it failed (ERR_NO_KEYS)'
    ])
    expect(sentences(gender, {})).toEqual(['not sealed: this login brought none'])
  })
})

describe('what the value of a slot has', () => {
  const both: SlotInput = { attributes: ['gender', 'ethnicity'] }
  const heldBy = (slot: SlotInput, options: EventOptions) =>
    explain(slot, options).map(({ name, isHeld }) => [name, isHeld])

  it('is told of each attribute, whether this run sealed it or one before', () => {
    const user = { gender: 'x', app_metadata: {} }
    expect(heldBy(both, { user })).toEqual([
      ['gender', true],
      ['ethnicity', false]
    ])
    expect(heldBy(both, { user: { app_metadata: stored({ ethnicity: 'y' }) } })).toEqual([
      ['gender', false],
      ['ethnicity', true]
    ])
  })

  it('is not told where it does not open', () => {
    const user = { app_metadata: stored({ gender: 'x' }) }
    const others = { A0SEAL_KEYS: keySetText(secretJWK(2)) }
    expect(heldBy(gender, { user, secrets: others })).toEqual([['gender', undefined]])
  })

  it('is what a run that failed left as it was', () => {
    const event = eventOf({ user: { gender: 'x', app_metadata: stored({ gender: 'x' }) } })
    expect(explainSealing(policyOf(gender), event, { now: nowMs, isUndone: true }).sealings).toStrictEqual([
      { ...about, outcome: 'unchanged', kid, isHeld: true }
    ])
  })

  it('is what was there before a run that failed', () => {
    const event = eventOf({ user: { gender: 'x' } })
    const [sealing] = explainSealing(policyOf(gender), event, { now: nowMs, isUndone: true }).sealings
    expect(sealing).toStrictEqual({ ...about, outcome: 'sealed', kid, isHeld: false, isUndone: true })
    expect(sealing && sealingSentence(sealing)).toBe(
      `would have been sealed by seal-attributes with the key ${kid} of A0SEAL_KEYS: the run failed, and nothing of it was stored`
    )
  })
})
