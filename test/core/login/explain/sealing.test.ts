import { describe, expect, it } from 'vitest'
import { explainSealing } from '../../../../lib/core/login/explain/sealing.js'
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
const { kid } = secretJWK(1)

describe('what became of an attribute', () => {
  it.each<[string, SlotInput, EventOptions, object]>([
    ['sealed', gender, { user: { gender: 'x' } }, { outcome: 'sealed', kid, place: 'sealed_demographics' }],
    [
      'unchanged',
      gender,
      { user: { gender: 'x', app_metadata: stored({ gender: 'x' }) } },
      { outcome: 'unchanged', kid }
    ],
    ['not sent', gender, {}, { outcome: 'not sealed', why: 'not sent' }],
    [
      'not sent, and sealed before',
      gender,
      { user: { app_metadata: stored({ gender: 'x' }) } },
      { outcome: 'not sealed', why: 'not sent', kid }
    ],
    ['null', gender, { user: { gender: null } }, { outcome: 'not sealed', why: 'sent as null' }],
    [
      'removed',
      { ...gender, onNull: 'remove' },
      { user: { gender: null, app_metadata: stored({ gender: 'x' }) } },
      { outcome: 'not sealed', why: 'removed' }
    ],
    [
      'of another connection',
      { attributes: [{ name: 'gender', connections: ['other-idp'] }] },
      { user: { gender: 'x' } },
      { outcome: 'not sealed', why: 'other connection' }
    ],
    [
      'stale',
      gender,
      { ...old, user: { gender: 'y', app_metadata: stored({ gender: 'x' }) } },
      { outcome: 'not sealed', why: 'not brought', code: 'ERR_STALE', kid }
    ],
    [
      'shadowed',
      gender,
      { user: { gender: 'x', app_metadata: { gender: 'y' } } },
      { outcome: 'not sealed', why: 'failed', code: 'ERR_SHADOWED' }
    ],
    [
      'linked',
      gender,
      { user: { gender: 'x', identities: [{ connection: 'acme-idp' }, { connection: 'acme-idp' }] } },
      { outcome: 'not sealed', why: 'linked', code: 'ERR_LINKED' }
    ],
    [
      'without a key',
      gender,
      { user: { gender: 'x' }, secrets: {} },
      { outcome: 'not sealed', why: 'failed', code: 'ERR_NO_KEYS' }
    ],
    [
      'where metadata is no object',
      gender,
      { user: { gender: 'x', app_metadata: 'x' } },
      { outcome: 'not sealed', why: 'failed', code: 'ERR_METADATA' }
    ],
    [
      'for the login',
      { ...gender, keep: 'login' },
      { user: { gender: 'x' } },
      { outcome: 'sealed', keep: 'login', kid }
    ],
    [
      'for another login',
      { ...gender, keep: 'login' },
      { ...old, user: { gender: 'x' } },
      { outcome: 'not sealed', why: 'not brought' }
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
      { outcome: 'sealed', mode: 'write-only', kid: keyPair(4).publicJWK.kid }
    ],
    [
      'typed by the user',
      { userMetadata: ['gender'] },
      { user: { user_metadata: { gender: 'x' } } },
      { outcome: 'sealed', isField: true, kid }
    ],
    [
      'typed by nobody',
      { userMetadata: ['gender'] },
      {},
      { outcome: 'not sealed', why: 'not sent', isField: true }
    ],
    [
      'typed again',
      { userMetadata: ['gender'] },
      {
        user: {
          user_metadata: { gender: 'y' },
          app_metadata: { sealed_demographics: sealedValue({ gender: 'x' }, { src: 'user' }) }
        }
      },
      { outcome: 'not sealed', why: 'filled before', code: 'ERR_SLOT_FILLED', kid }
    ],
    [
      'typed too long',
      { userMetadata: [{ name: 'gender', max: 3 }] },
      { user: { user_metadata: { gender: 'long' } } },
      { outcome: 'not sealed', why: 'failed', code: 'ERR_COPY_SIZE' }
    ]
  ])('is told: %s', (_, slot, options, sealing) => {
    expect(explain(slot, { secrets, ...options })).toMatchObject([{ name: 'gender', ...sealing }])
  })

  it.each(delegatedRuns)('is told of %s', (_, options) => {
    expect(explain(gender, { ...options, user: { gender: 'x' } })).toMatchObject([
      { outcome: 'not sealed', why: 'delegated', code: 'ERR_DELEGATED' }
    ])
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

  it('is what was there before a run that failed', () => {
    const event = eventOf({ user: { gender: 'x' } })
    const [sealing] = explainSealing(policyOf(gender), event, { now: nowMs, isUndone: true }).sealings
    expect(sealing).toMatchObject({ outcome: 'sealed', isHeld: false, isUndone: true })
    expect(sealing && sealingSentence(sealing)).toBe(
      `would have been sealed by seal-attributes with the key ${kid} of A0SEAL_KEYS: the run failed, and nothing of it was stored`
    )
  })
})
