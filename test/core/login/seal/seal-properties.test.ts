import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { runs } from '../../../fixtures/arbitraries.js'
import { locked, unreadable } from '../../../fixtures/bad-values.js'
import { nowMs } from '../../../fixtures/clock.js'
import { eventOf, silentRuns } from '../../../fixtures/event.js'
import { contentOf, merged, sealAt, sealedValue, writesOf } from '../../../fixtures/login.js'
import { namespace } from '../../../fixtures/policies/policies.js'

type Metadata = Record<string, unknown>

const policy = definePolicy({
  namespace,
  slots: {
    demographics: { attributes: ['gender', 'ethnicity'], onNull: 'remove' },
    payroll: { attributes: ['iban'] },
    identity: { userMetadata: ['national_id'] }
  }
})

const value = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 2 })
  .map(json => JSON.parse(JSON.stringify(json)) as unknown)
const root: fc.Arbitrary<Metadata> = fc.record(
  { gender: value, ethnicity: value, iban: value },
  { requiredKeys: [] }
)
const typed: fc.Arbitrary<Metadata> = fc.record({ national_id: value, hobby: value }, { requiredKeys: [] })
const sealedBefore = fc.oneof(
  fc.constant<Metadata>({}),
  value.map(gender => ({ sealed_demographics: sealedValue({ gender }) })),
  fc.constantFrom(...unreadable.map(([, broken]) => ({ sealed_demographics: broken })))
)
const run = fc.constantFrom({}, ...silentRuns.map(([, silent]) => silent))

const login = (
  app_metadata: Metadata,
  user_metadata: Metadata,
  profile: Metadata,
  rest: object,
  now = nowMs
) => sealAt(policy, eventOf({ ...rest, user: { ...profile, app_metadata, user_metadata } }), now)

describe('any login', () => {
  it('writes nothing when it happens again', () => {
    fc.assert(
      fc.property(root, typed, sealedBefore, run, (profile, userMetadata, stored, rest) => {
        const first = login(stored, userMetadata, profile, rest)
        const appMetadata = merged(stored, first.appMetadata)
        const second = login(
          appMetadata,
          merged(userMetadata, first.userMetadata),
          profile,
          rest,
          nowMs + 60_000
        )
        expect(writesOf(second)).toEqual({})
      }),
      runs
    )
  })

  it('loses no value that it could not open', () => {
    fc.assert(
      fc.property(root, run, fc.constantFrom(...locked), (profile, rest, [, broken]) => {
        const stored = { sealed_demographics: broken }
        const after = merged(stored, login(stored, {}, profile, rest).appMetadata)
        expect([after.sealed_demographics, after.sealed_lost_demographics]).toContainEqual(broken)
      }),
      runs
    )
  })

  it('removes a typed field only where it is sealed afterwards', () => {
    fc.assert(
      fc.property(typed, fc.boolean(), (userMetadata, isFull) => {
        const stored = isFull ? { sealed_other: 'x'.repeat(3900) } : {}
        const decision = login(stored, userMetadata, {}, {})
        if (decision.userMetadata.national_id === undefined) return
        const { data } = contentOf(decision.appMetadata.sealed_identity, { slot: 'identity' })
        expect(data.national_id).toEqual(userMetadata.national_id)
      }),
      runs
    )
  })

  it('touches no other metadata', () => {
    fc.assert(
      fc.property(root, typed, sealedBefore, (profile, userMetadata, stored) => {
        const { appMetadata, userMetadata: removed } = login(
          { ...stored, plan: 'gold' },
          userMetadata,
          profile,
          {}
        )
        expect(
          Object.keys(appMetadata).every(name =>
            /^sealed_(lost_)?(demographics|payroll|identity)$/.test(name)
          )
        ).toBe(true)
        expect(Object.keys(removed).filter(name => name !== 'national_id')).toEqual([])
      }),
      runs
    )
  })
})

describe('two logins at once', () => {
  it('lose nothing of two slots, in whatever order they read and write', () => {
    // Which of the two takes its next step: read, then one write after another.
    const schedule = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(value, value, schedule, fc.boolean(), (gender, iban, order, isSealedBefore) => {
        fc.pre(gender !== null && iban !== null)
        let stored: Metadata = isSealedBefore
          ? {
              sealed_demographics: sealedValue({ gender: 'before' }),
              sealed_payroll: sealedValue({ iban: 'before' }, { slot: 'payroll' })
            }
          : {}
        const stepsOf = function* (profile: Metadata) {
          const writes = Object.entries(login(stored, {}, profile, {}).appMetadata)
          yield
          for (const [name, written] of writes) {
            stored = merged(stored, { [name]: written })
            yield
          }
        }
        const writers = [stepsOf({ gender }), stepsOf({ iban })] as const
        for (const isFirst of order) writers[isFirst ? 0 : 1].next()
        for (const writer of writers) for (const _ of writer);
        expect(contentOf(stored.sealed_demographics).data).toEqual({ gender })
        expect(contentOf(stored.sealed_payroll, { slot: 'payroll' }).data).toEqual({ iban })
      }),
      runs
    )
  })
})
