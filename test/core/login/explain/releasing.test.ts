import { describe, expect, it } from 'vitest'
import {
  explainReleasing,
  type Releasing,
  withoutReleasing
} from '../../../../lib/core/login/explain/releasing.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { nowMs } from '../../../fixtures/clock.js'
import { type EventOptions, eventOf } from '../../../fixtures/event.js'
import { keyPair, keySetText } from '../../../fixtures/keys.js'
import { sealedValue, sealLogin } from '../../../fixtures/login.js'
import {
  api,
  claimOf,
  clearToAPI,
  clearToID,
  policyReleasing,
  stored,
  toHrWeb
} from '../../../fixtures/release.js'

const explain = (rule: object, options: EventOptions = {}) => {
  const event = eventOf({ ...options, user: { app_metadata: stored, ...options.user } })
  return explainReleasing(policyReleasing(rule), event, { now: nowMs })
}
const clear: Omit<Releasing, 'outcome' | 'isNull'> = {
  slot: 'demographics',
  name: 'gender',
  token: 'id_token',
  claim: claimOf('gender'),
  form: 'clear',
  keep: 'profile',
  applications: ['hr-web']
}
const sealed: typeof clear = { ...clear, claim: claimOf('demographics'), form: 'sealed' }
const gender = { ...clearToID, attributes: ['gender'] }

describe('what a rule did with an attribute', () => {
  it.each<[string, object, EventOptions, Releasing[]]>([
    ['in clear', gender, {}, [{ ...clear, outcome: 'released', isNull: false }]],
    [
      'sealed, as far as there is some',
      toHrWeb,
      { user: { app_metadata: { sealed_demographics: sealedValue({ gender: 'x' }) } } },
      [
        { ...sealed, outcome: 'released', isNull: false, kid: String(keyPair(1).publicJWK.kid) },
        { ...sealed, name: 'ethnicity', outcome: 'withheld', why: 'nothing stored', isNull: false }
      ]
    ],
    [
      'narrowed',
      { ...gender, scope: 'read:gender', organizations: ['org_1'] },
      {},
      [
        {
          ...clear,
          scope: 'read:gender',
          organizations: ['org_1'],
          outcome: 'withheld',
          why: 'organization',
          isNull: true
        }
      ]
    ],
    [
      'of an API',
      { ...clearToAPI, attributes: ['gender'] },
      {},
      [
        {
          ...clear,
          token: 'access_token',
          audience: api,
          outcome: 'withheld',
          why: 'audience',
          isNull: false
        }
      ]
    ],
    [
      'without a key',
      gender,
      { secrets: {} },
      [{ ...clear, outcome: 'withheld', why: 'failed', code: 'ERR_NO_KEYS', isNull: true }]
    ],
    [
      'for somebody else',
      gender,
      { session: { actor: { sub: 'support' } } },
      [{ ...clear, outcome: 'withheld', why: 'delegated', code: 'ERR_DELEGATED', isNull: true }]
    ],
    [
      'kept for the login',
      { slot: 'handoff', to: 'id_token', applications: 'any', acceptThirdParty: true },
      {},
      [
        {
          ...sealed,
          slot: 'handoff',
          name: 'id_hint',
          claim: claimOf('handoff'),
          keep: 'login',
          applications: 'any',
          outcome: 'withheld',
          why: 'nothing stored',
          isNull: true
        }
      ]
    ]
  ])('is told: %s', (_, rule, options, releasings) => {
    expect(explain(rule, options).releasings).toStrictEqual(releasings)
  })

  it('is that of each attribute which failed by itself', () => {
    const identity = { slot: 'identity', to: 'id_token', applications: ['hr-web'] }
    const policy = definePolicy({
      namespace: claimOf(''),
      slots: {
        identity: { userMetadata: ['national_id', 'passport'].map(name => ({ name, type: 'string' })) }
      },
      applications: { 'hr-web': { client_id: 'hr-web' } },
      release: [{ ...identity, form: 'clear', storedInClear: true }]
    } as never)
    const app_metadata = {
      sealed_identity: sealedValue({ national_id: 1 }, { slot: 'identity', src: 'user' })
    }
    const event = eventOf({ user: { app_metadata } })
    const field = (name: string) => ({ ...clear, slot: 'identity', name, claim: claimOf(name) })
    expect(explainReleasing(policy, event, { now: nowMs }).releasings).toStrictEqual([
      { ...field('national_id'), outcome: 'withheld', why: 'failed', code: 'ERR_COPY_TYPE', isNull: true },
      { ...field('passport'), outcome: 'withheld', why: 'nothing stored', isNull: true }
    ])
  })

  it('is told of a value that Auth0 cannot open', () => {
    const policy = definePolicy({
      namespace: claimOf(''),
      slots: { demographics: { attributes: ['gender'], mode: 'write-only' } },
      applications: { 'hr-web': { client_id: 'hr-web' } },
      release: [toHrWeb]
    } as never)
    const { publicJWK } = keyPair(4)
    const secrets = {
      A0SEAL_KEYS: keySetText(publicJWK),
      A0SEAL_MAC_KEY: Buffer.alloc(32, 7).toString('base64url')
    }
    const { appMetadata } = sealLogin(policy, { root: { gender: 'x' }, secrets })
    const event = eventOf({ user: { app_metadata: appMetadata }, secrets })
    expect(explainReleasing(policy, event, { now: nowMs }).releasings).toStrictEqual([
      { ...sealed, outcome: 'released', isNull: false }
    ])
  })

  it('comes with the decision on all rules', () => {
    expect(explain(gender).decision).toStrictEqual({
      idToken: { [claimOf('gender')]: 'x' },
      accessToken: {},
      notes: []
    })
  })

  it('is nothing where the Action did not run', () => {
    expect(withoutReleasing(policyReleasing(gender, toHrWeb))).toStrictEqual([
      { ...clear, outcome: 'withheld', why: 'did not run', isNull: false },
      { ...sealed, outcome: 'withheld', why: 'did not run', isNull: false },
      { ...sealed, name: 'ethnicity', outcome: 'withheld', why: 'did not run', isNull: false }
    ])
  })
})
