import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { build } from '../../lib/builder/build.js'
import type { PostLoginEvent } from '../../lib/core/auth0/post-login.js'
import { allReleaseSteps, allSealSteps } from '../../lib/core/login/all-steps.js'
import { copyAction } from '../../lib/core/login/copy.js'
import { signupAction } from '../../lib/core/login/guard-signup.js'
import type { Host } from '../../lib/core/login/host.js'
import { releaseAction } from '../../lib/core/login/release/release.js'
import { sealAction } from '../../lib/core/login/seal/seal.js'
import type { Policy } from '../../lib/core/policy/types.js'
import { anyLogin, opened, openedClaims } from '../fixtures/any-login.js'
import { createAPI } from '../fixtures/api.js'
import { createTrigger, type Loaded, load } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import { secrets as commonSecrets, eventOf } from '../fixtures/event.js'
import { createFolders } from '../fixtures/folder.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { sealedValue } from '../fixtures/login.js'
import { runsOf } from '../fixtures/runs.js'

const secrets = {
  ...commonSecrets,
  A0SEAL_PAYROLL_KEYS: keySetText(keyPair(3).publicJWK),
  A0SEAL_MAC_KEY: Buffer.alloc(32, 1).toString('base64url'),
  A0SEAL_INDEX_KEYS: keySetText(indexJWK(1)),
  API_KEY: JSON.stringify(keyPair(1).publicJWK)
}

const createFolder = createFolders()
const built: Loaded[] = []
let policy: Policy

beforeAll(async () => {
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
  const config = fileURLToPath(new URL('../fixtures/policies/everything.policy.ts', import.meta.url))
  const out = await createFolder()
  const result = await build({ config, out })
  policy = result.policy
  for (const { file } of result.manifest.actions) built.push(load(await readFile(join(out, file), 'utf8')))
})
afterAll(() => void vi.useRealTimers())

/** The sources with the whole policy and all steps, in the place of what was built of them. */
const source = (name: string, create: (host: Host) => unknown): Loaded => {
  const log: string[] = []
  return {
    exports: { [name]: create({ now: () => nowMs, log: line => log.push(line) }) as never },
    required: [],
    log
  }
}
const sources = (): Loaded[] => [
  source('onExecutePostLogin', host => sealAction(policy, allSealSteps, host)),
  source('onExecutePostLogin', host => copyAction(policy, host)),
  source('onExecutePostLogin', host => releaseAction(policy, allReleaseSteps, host)),
  source('onExecutePreUserRegistration', host => signupAction(policy, host))
]

/** A write-only value by its fingerprint: the rest of it is another each time. */
const known = (metadata: object) =>
  Object.entries(opened(metadata)).map(([name, value]) => [name, (value as { fp?: string })?.fp ?? value])

const left = async (actions: Loaded[], event: PostLoginEvent) => {
  const { appMetadata, userMetadata, transaction, ...run } = await createTrigger(actions, event)(event.user)
  const { 'https://acme.example/payroll': payroll, ...claims } = run.idToken
  const { 'https://acme.example/handoff': handoff, ...idToken } = claims
  const { 'https://acme.example/demographics': forAPI, ...accessToken } = run.accessToken
  return {
    calls: run.calls,
    denied: run.denied,
    log: run.log,
    appMetadata: known(appMetadata),
    userMetadata,
    handedOn: opened(transaction),
    idToken: { ...(await openedClaims(idToken)), payroll: typeof payroll, handoff: typeof handoff },
    accessToken: { ...accessToken, forAPI: typeof forAPI }
  }
}

const optedIn = { a0seal_release: 'true', a0seal_jwk: JSON.stringify(keyPair(1).publicJWK) }
/** An application that opted in, or did not. */
const metadata = fc.constantFrom<Record<string, unknown>>(
  ...[optedIn, optedIn, optedIn, { ...optedIn, a0seal_release: 'false' }, { a0seal_release: 'true' }, {}]
)

/** One that comes to everything a policy can release. */
const full = eventOf({
  organization: { id: 'org_1' },
  resource_server: { identifier: 'https://api.acme.example' },
  transaction: { protocol: 'oidc-basic-profile', requested_scopes: ['openid', 'read:identity'] },
  user: {
    ...{ gender: 'x', 'org:ethnicity': 'y', iban: 'DE00', id_hint: 'z' },
    user_metadata: { national_id: '1', hobby: 'chess', age: 5, tags: ['a'] }
  }
})

const ofAnotherKey = sealedValue({ gender: 'y' }, { keys: keySetText(secretJWK(9)) })

/** What a comparison must not miss, whatever is generated. */
const examples = [
  full,
  eventOf({ user: { gender: 'x', app_metadata: { gender: 'shadow' } } }),
  eventOf({
    transaction: { protocol: 'oauth2-refresh-token' },
    user: { gender: 'x', app_metadata: { sealed_demographics: sealedValue({ gender: 'y' }) } }
  }),
  eventOf({ user: { gender: 'x', app_metadata: { sealed_demographics: 'no sealed value' } } }),
  eventOf({ user: { gender: 'x', app_metadata: { sealed_demographics: ofAnotherKey } } }),
  eventOf({ transaction: { protocol: 'oauth2-token-exchange' } }),
  eventOf({ user: { user_metadata: 'text' } }),
  eventOf({ user: { user_metadata: { age: 'many' } } })
]

describe('a built Action', () => {
  it('does in any login what its source does with all steps', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(anyLogin, metadata, async (login, metadata) => {
        const event = { ...login, secrets, client: { ...login.client, metadata } }
        const run = await left(built, event)
        expect(run).toEqual(await left(sources(), event))
        for (const code of run.log.join().match(/ERR_\w+/g) ?? []) seen.add(code)
        for (const [name, value] of Object.entries({ ...run.idToken, ...run.accessToken }))
          if (value !== 'undefined') seen.add(name)
      }),
      { ...runsOf(1500), examples: examples.map(event => [event, optedIn] as [PostLoginEvent, object]) }
    )
    // A comparison of nothing would pass too.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['ERR_SHADOWED', 'ERR_STALE', 'ERR_MOVED_ASIDE', 'ERR_DELEGATED', 'ERR_METADATA', 'ERR_COPY_TYPE'],
        ...['payroll', 'handoff', 'forAPI', 'user_metadata'],
        ...['https://acme.example/demographics', 'https://acme.example/national_id']
      ])
    )
    expect(seen).not.toContain('ERR_UNEXPECTED')
  }, 120_000)

  it.each<[string, Record<string, string>]>([
    ['a good one', { national_id: '1', hobby: 'chess' }],
    ['a field of another type', { age: 'many', national_id: '1' }],
    ['a value that is too long', { hobby: 'x'.repeat(501) }],
    ['nothing of the policy', { shoe_size: '44' }]
  ])('does in a sign-up what its source does: %s', async (_what, user_metadata) => {
    const signUp = async (actions: Loaded[]) => {
      const { api, recorded } = createAPI()
      const [guard] = actions.filter(({ exports }) => exports.onExecutePreUserRegistration)
      const { client, ...event } = eventOf({ secrets, user: { email: 'ann@acme.test', user_metadata } })
      await guard?.exports.onExecutePreUserRegistration?.(event as never, api)
      const { appMetadata, ...rest } = recorded
      return { ...rest, names: Object.keys(appMetadata) }
    }
    const run = await signUp(built)
    expect(run).toEqual(await signUp(sources()))
    expect(run.calls.length > 0).toBe(user_metadata.shoe_size === undefined)
  })
})
