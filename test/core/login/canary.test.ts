import { describe, expect, it } from 'vitest'
import type { PostLoginEvent } from '../../../lib/core/auth0/post-login.js'
import { allReleaseSteps, allSealSteps } from '../../../lib/core/login/all-steps.js'
import { applyCopy, decideCopy } from '../../../lib/core/login/copy.js'
import { runStep } from '../../../lib/core/login/decision.js'
import { applyRelease, decideRelease } from '../../../lib/core/login/release/release.js'
import { applySeal, decideSeal } from '../../../lib/core/login/seal/seal.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { createAPI } from '../../fixtures/api.js'
import { badSecrets, unreadable } from '../../fixtures/bad-values.js'
import { nowMs } from '../../fixtures/clock.js'
import { delegatedRuns, eventOf, secrets, silentRuns } from '../../fixtures/event.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'
import { sealedValue } from '../../fixtures/login.js'
import { namespace } from '../../fixtures/policies/policies.js'

const policy = definePolicy({
  namespace,
  slots: {
    demographics: { attributes: ['gender', 'ethnicity'] },
    identity: { userMetadata: ['national_id'] }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],
  copy: { color: 'string' }
})

const canary = 'canary'
const email = 'canary@acme.test'
const deep = Array.from({ length: 40 }).reduce<unknown>(inner => ({ canary: inner }), canary)
const user = { gender: canary, ethnicity: [canary], email }
const throws = (name: string) =>
  Object.defineProperty({ ...user }, name, {
    enumerable: true,
    get: () => {
      throw new Error(canary)
    }
  })

/** Each is an event in which something is wrong, or at least worth a word. */
const events: [string, PostLoginEvent][] = [
  ...badSecrets.map(([what, secret]): [string, PostLoginEvent] => [
    `a key set that ${what}`,
    eventOf({
      user: { ...user, app_metadata: { sealed_demographics: sealedValue({ gender: canary }) } },
      secrets: { A0SEAL_KEYS: secret }
    })
  ]),
  ...unreadable.map(([what, value]): [string, PostLoginEvent] => [
    `a value ${what}`,
    eventOf({ user: { ...user, app_metadata: { sealed_demographics: value } } })
  ]),
  ...silentRuns.map(([what, run]): [string, PostLoginEvent] => [
    `a stale root in ${what}`,
    eventOf({
      ...run,
      user: { ...user, app_metadata: { sealed_demographics: sealedValue({ gender: 'canary2' }) } }
    })
  ]),
  ...delegatedRuns.map(([what, run]): [string, PostLoginEvent] => [
    what,
    eventOf({
      ...run,
      user: { ...user, app_metadata: { sealed_demographics: sealedValue({ gender: canary }) } }
    })
  ]),
  ['app_metadata that is a text', eventOf({ user: { ...user, app_metadata: canary } })],
  ['user_metadata that is a text', eventOf({ user: { ...user, user_metadata: canary } })],
  [
    'a copy of another type',
    eventOf({ user: { ...user, user_metadata: { color: [canary], national_id: deep } } })
  ],
  ['half a character', eventOf({ user: { ...user, gender: 'canary\ud83d' } })],
  ['40 levels', eventOf({ user: { ...user, gender: deep } })],
  ['a large value', eventOf({ user: { ...user, gender: canary.repeat(1000) } })],
  ['a shadowed attribute', eventOf({ user: { ...user, app_metadata: { gender: canary } } })],
  [
    'a field that is written again',
    eventOf({
      user: {
        ...user,
        user_metadata: { national_id: canary },
        app_metadata: { sealed_identity: sealedValue({ national_id: 'canary1' }, { slot: 'identity' }) }
      }
    })
  ],
  [
    'a private key of a recipient',
    eventOf({
      user: { ...user, app_metadata: { sealed_demographics: sealedValue({ gender: canary }) } },
      secrets: { ...secrets, A0SEAL_HR_WEB_KEY: JSON.stringify(keyPair(1).privateJWK) }
    })
  ],
  ['no tenant', { ...eventOf({ user }), tenant: undefined as never }],
  ['no event', undefined as never],
  ['no client', { ...eventOf({ user }), client: undefined as never }],
  ['no secrets', { ...eventOf({ user }), secrets: undefined as never }],
  ...['gender', 'app_metadata', 'user_metadata', 'user_id'].map((name): [string, PostLoginEvent] => [
    `a getter ${name} that throws`,
    { ...eventOf(), user: throws(name) as never }
  ])
]

const steps = {
  'seal-attributes': {
    decide: (event: PostLoginEvent) => decideSeal(policy, event, { now: nowMs, steps: allSealSteps }),
    apply: applySeal
  },
  'release-attributes': {
    decide: (event: PostLoginEvent) => decideRelease(policy, event, { now: nowMs, steps: allReleaseSteps }),
    apply: applyRelease
  },
  'copy-user-metadata': { decide: (event: PostLoginEvent) => decideCopy(policy, event), apply: applyCopy }
}

const secretTexts = [
  canary,
  email,
  'oidc|',
  secretJWK(1).k,
  secretJWK(9).k,
  keyPair(1).privateJWK.d,
  'eyJ',
  'acme-test'
]

const run = (event: PostLoginEvent, onError: 'continue' | 'deny') =>
  Object.entries(steps).map(([action, { decide, apply }]) => {
    const { api, recorded } = createAPI()
    return {
      action,
      recorded,
      line: runStep({ action, decide: () => decide(event), apply: apply as never, api, onError })
    }
  })

describe.each(events)('a login with %s', (_what, event) => {
  it('logs at most one line for each step: of 256 characters, naming a code and no value', () => {
    const results = [...run(event, 'continue'), ...run(event, 'deny')]
    const lines = results.flatMap(({ line }) => line ?? [])
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      expect(line).toMatch(
        /^a0seal (seal|release)-attributes ERR_[A-Z_]+|^a0seal copy-user-metadata ERR_[A-Z_]+/
      )
      expect(line).not.toContain('\n')
      expect(line.length).toBeLessThanOrEqual(256)
      for (const text of secretTexts) expect(line).not.toContain(text)
    }
  })

  it('goes on', () => {
    for (const { recorded } of run(event, 'continue')) expect(recorded.denied).toEqual([])
  })

  it('is denied at most once for each step where the policy says so, with a text that tells nothing', () => {
    for (const { recorded } of run(event, 'deny')) {
      expect(recorded.denied.length).toBeLessThanOrEqual(1)
      for (const text of [...secretTexts, 'ERR_']) expect(recorded.denied.join()).not.toContain(text)
    }
  })

  it('puts no value in clear anywhere', () => {
    for (const { recorded } of run(event, 'continue')) {
      const written = JSON.stringify([
        recorded.appMetadata,
        recorded.transaction,
        recorded.idToken,
        recorded.accessToken
      ])
      const moved = JSON.stringify(
        (recorded.appMetadata as Record<string, unknown>).sealed_lost_demographics ?? ''
      )
      expect(written.replace(moved, '')).not.toContain(canary)
    }
  })
})
