import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../lib/core/auth0/json.js'
import type { JWK } from '../../../../lib/core/jwe/generate.js'
import { addKey, promoteKey, retireKey, type StoredKeySet } from '../../../../lib/core/jwe/rotation.js'
import { allReleaseSteps, allSealSteps } from '../../../../lib/core/login/all-steps.js'
import { decideRelease, type ReleaseDecision } from '../../../../lib/core/login/release/release.js'
import { decideSeal } from '../../../../lib/core/login/seal/seal.js'
import type { SealDecision } from '../../../../lib/core/login/seal/slot-run.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { nowMs } from '../../../fixtures/clock.js'
import { type EventOptions, eventOf } from '../../../fixtures/event.js'
import { secretJWK } from '../../../fixtures/keys.js'
import { codesOf, contentOf, merged, sealedValue } from '../../../fixtures/login.js'
import { namespace } from '../../../fixtures/policies/policies.js'
import { runsOf } from '../../../fixtures/runs.js'

const policy = definePolicy({
  namespace,
  slots: { demographics: { attributes: ['gender', 'ethnicity'] } },
  applications: { 'hr-web': { client_id: 'hr-web' } },
  release: [
    { slot: 'demographics', to: 'id_token', applications: ['hr-web'], form: 'clear', storedInClear: true }
  ]
})

const [oldKey, newKey] = [1, 2].map(digit => secretJWK(digit) as unknown as JWK) as [JWK, JWK]

/** The secret's text after each step of a rotation. */
const versions = ((): string[] => {
  const start: StoredKeySet = { keys: [oldKey] }
  const added = addKey(start, newKey, { now: nowMs })
  const promoted = promoteKey(added)
  const retired = retireKey(promoted, oldKey.kid)
  return [start, added, promoted, retired].map(keySet => JSON.stringify(keySet))
})()
const version = (index: number): string => versions[index] ?? ''
const initial = { gender: 'of before', ethnicity: 'of before' }

/** One login. Between two deploys each of its two Actions has the old text of the secret or the new one. */
interface Login {
  seal: string
  release: string
  /** What the identity provider sends; nothing in a silent run. */
  brings?: JsonObject | undefined
}

interface Run {
  writes: Record<string, unknown>
  sealed: SealDecision
  released: ReleaseDecision
}

const silent: EventOptions = { transaction: { protocol: 'oauth2-refresh-token' } }

/** What a login decides from the profile as it is when the login starts. */
const run = ({ seal, release, brings }: Login, stored: Record<string, unknown>): Run => {
  const event = (secret: string, app_metadata: object) =>
    eventOf({ ...(!brings && silent), secrets: { A0SEAL_KEYS: secret }, user: { ...brings, app_metadata } })
  const sealed = decideSeal(policy, event(seal, stored), { now: nowMs, steps: allSealSteps })
  const writes = sealed.appMetadata
  // Later Actions of the same login see what earlier ones set.
  const released = decideRelease(policy, event(release, merged(stored, writes)), {
    now: nowMs,
    steps: allReleaseSteps
  })
  return { writes, sealed, released }
}

/**
 * Logins of one user side by side. Each reads the profile when it starts and writes when it ends, first level merged, last
 * one wins: `order` names the login whose turn it is, twice each.
 */
const interleave = (logins: readonly Login[], order: readonly number[], stored: Record<string, unknown>) => {
  let profile = stored
  const runs = new Map<number, Run>()
  for (const index of order) {
    const started = runs.get(index)
    if (started) profile = merged(profile, started.writes)
    else runs.set(index, run(logins[index] as Login, profile))
  }
  return { profile, runs: [...runs.values()] }
}

const claimsOf = ({ released }: Run) => ({
  gender: released.idToken[`${namespace}gender`],
  ethnicity: released.idToken[`${namespace}ethnicity`]
})

const brought = (index: number): JsonObject => ({
  gender: `of login ${index}`,
  ethnicity: `of login ${index}`
})

/** Rollouts from one text of the secret to the next, and a key that a value can be under while it lasts. */
const rollouts = [
  { name: 'adding', from: 0, sealedUnder: 0 },
  { name: 'promoting', from: 1, sealedUnder: 0 },
  { name: 'promoting, late', from: 1, sealedUnder: 2 },
  { name: 'retiring, after an audit', from: 2, sealedUnder: 2 }
]

describe.each(rollouts)('$name a key while users log in', ({ from, sealedUnder }) => {
  const pair = [version(from), version(from + 1)]
  const stored = { sealed_demographics: sealedValue(initial, { keys: version(sealedUnder) }), theirs: 1 }

  const login = (index: number): fc.Arbitrary<Login> =>
    fc.record({
      seal: fc.constantFrom(...pair),
      release: fc.constantFrom(...pair),
      brings: fc.constantFrom(undefined, initial, brought(index))
    })
  const scenario = fc.integer({ min: 1, max: 4 }).chain(count => {
    const indexes = Array.from({ length: count }, (_, index) => index)
    const turns = [...indexes, ...indexes]
    return fc.record({
      logins: fc.tuple(...indexes.map(login)),
      order: fc.shuffledSubarray(turns, { minLength: turns.length })
    })
  })

  it('loses nothing, whichever Action has which text', () => {
    fc.assert(
      fc.property(scenario, ({ logins, order }) => {
        const { profile, runs } = interleave(logins, order, stored)
        expect(Object.keys(profile).sort()).toEqual(['sealed_demographics', 'theirs'])
        for (const keys of pair) {
          const { data } = contentOf(profile.sealed_demographics, { keys })
          expect([initial, ...logins.map(({ brings }) => brings)]).toContainEqual(data)
        }
        for (const one of runs) expect([...codesOf(one.sealed), ...codesOf(one.released)]).toEqual([])
      }),
      runsOf(300)
    )
  })

  it('hands every application what its login brought, or what was stored', () => {
    fc.assert(
      fc.property(scenario, ({ logins, order }) => {
        const started = [...new Set(order)]
        interleave(logins, order, stored).runs.forEach((one, position) => {
          const { brings } = logins[started[position] ?? 0] as Login
          const possible = brings ? [brings] : [initial, ...logins.map(other => other.brings)]
          expect(possible).toContainEqual(claimsOf(one))
        })
      }),
      runsOf(300)
    )
  })

  it('ends, once all Actions have the new text, with one write for each user at most', () => {
    const now = version(from + 1)
    const login = { seal: now, release: now, brings: initial }
    const first = run(login, stored)
    const profile = merged(stored, first.writes)
    expect(run(login, profile).writes).toEqual({})
    const onlyFirst = JSON.stringify({ keys: [JSON.parse(now).keys[0]] })
    expect(contentOf(profile.sealed_demographics, { keys: onlyFirst }).data).toEqual(initial)
  })
})

describe('what the steps are for', () => {
  const under = (index: number) => ({ sealed_demographics: sealedValue(initial, { keys: version(index) }) })

  it('added and promoted at once, a value is sealed that another Action cannot open yet', () => {
    const { released } = run({ seal: version(2), release: version(0), brings: initial }, under(0))
    expect(codesOf(released)).toEqual(['ERR_UNKNOWN_KEY'])
    expect(claimsOf({ released } as Run)).toEqual({ gender: null, ethnicity: null })
  })

  it('promoted and retired at once, what nobody sealed anew opens no more', () => {
    const { sealed, released } = run({ seal: version(3), release: version(3) }, under(0))
    expect(codesOf(sealed)).toEqual(['ERR_UNKNOWN_KEY'])
    expect(codesOf(released)).toEqual(['ERR_UNKNOWN_KEY'])
  })

  it('even then nothing is overwritten: it is kept aside, and comes back with its key', () => {
    const gender = { gender: 'of a login' }
    const under0 = under(0)
    const retired = run({ seal: version(3), release: version(3), brings: gender }, under0)
    const profile = merged(under0, retired.writes)
    expect(profile.sealed_lost_demographics).toBe(under0.sealed_demographics)
    const back = run({ seal: version(2), release: version(2) }, profile)
    expect(claimsOf(back)).toEqual({ ...initial, ...gender })
  })
})

describe('a silent run beside a login', () => {
  it('does not put back, under a new key, what the login has just replaced', () => {
    const now = { seal: version(2), release: version(2) }
    const stored = { sealed_demographics: sealedValue(initial, { keys: version(0) }) }
    const [refresh, interactive] = [now, { ...now, brings: brought(1) }]
    const { profile } = interleave([refresh, interactive], [0, 1, 1, 0], stored)
    expect(contentOf(profile.sealed_demographics, { keys: version(2) }).data).toEqual(brought(1))
  })
})
