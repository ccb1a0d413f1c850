import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { isPlainObject } from '../../lib/core/auth0/json.js'
import type { PostLoginEvent } from '../../lib/core/auth0/post-login.js'
import { preUserRegistrationEvent, runAction, runFlow } from '../../lib/testing/index.js'
import { anyLogin, opened, openedClaims } from '../fixtures/any-login.js'
import { buildAtLogin } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import { secrets as commonSecrets, eventOf } from '../fixtures/event.js'
import { createFolders } from '../fixtures/folder.js'
import { indexJWK, keyPair, keySetText } from '../fixtures/keys.js'
import { runsOf } from '../fixtures/runs.js'

const secrets = {
  ...commonSecrets,
  A0SEAL_PAYROLL_KEYS: keySetText(keyPair(3).publicJWK),
  A0SEAL_MAC_KEY: Buffer.alloc(32, 1).toString('base64url'),
  A0SEAL_INDEX_KEYS: keySetText(indexJWK(1)),
  API_KEY: JSON.stringify(keyPair(1).publicJWK)
}

const createFolder = createFolders()
const files: Record<'readable' | 'minified', string[]> = { readable: [], minified: [] }
const folders = { readable: '', minified: '' }
beforeAll(async () => {
  const config = new URL('minified.policy.ts', import.meta.url)
  for (const kind of ['readable', 'minified'] as const) {
    const out = await createFolder()
    folders[kind] = out
    files[kind] = await buildAtLogin(config, { out, minify: kind === 'minified' })
  }
})

/** A write-only value by its fingerprint: the rest of it is another each time. */
const known = (metadata: unknown) =>
  Object.entries(opened(metadata)).map(([name, value]) => [
    name,
    isPlainObject(value) && typeof value.fp === 'string' ? value.fp : value
  ])

const left = async (event: PostLoginEvent, kind: 'readable' | 'minified') => {
  const run = await runFlow(files[kind], { event, secrets, now: nowMs })
  const { 'https://acme.example/payroll': payroll, ...claims } = run.claims.idToken
  const { 'https://acme.example/handoff': handoff, ...idToken } = claims
  const { 'https://acme.example/demographics': forAPI, ...accessToken } = run.claims.accessToken
  return {
    outcome: run.outcome.type,
    reason: run.denied?.reason,
    logs: run.logs,
    appMetadata: known(run.appMetadata),
    userMetadata: opened(run.userMetadata),
    handedOn: opened(run.transactionMetadata),
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
  client: { client_id: 'hr-web', metadata: {} },
  connection: { name: 'acme-idp', strategy: 'oidc' },
  organization: { id: 'org_1' },
  resource_server: { identifier: 'https://api.acme.example' },
  transaction: { protocol: 'oidc-basic-profile', requested_scopes: ['openid', 'read:identity'] },
  user: {
    ...{ gender: 'x', 'org:ethnicity': 'y', iban: 'DE00', id_hint: 'z' },
    user_metadata: { national_id: '1', hobby: 'chess', age: 5, tags: ['a'] }
  }
})

describe('a minified Action', () => {
  it('does in any login what the readable one does', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(anyLogin, metadata, async (login, metadata) => {
        const event = { ...login, client: { ...login.client, metadata } }
        const readable = await left(event, 'readable')
        expect(await left(event, 'minified')).toEqual(readable)
        for (const code of readable.logs.join().match(/ERR_\w+/g) ?? []) seen.add(code)
        for (const [name, value] of Object.entries({ ...readable.idToken, ...readable.accessToken }))
          if (value !== 'undefined') seen.add(name)
      }),
      { ...runsOf(1500), examples: [[full, optedIn]] }
    )
    // A comparison of nothing would pass too.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['ERR_SHADOWED', 'ERR_STALE', 'ERR_MOVED_ASIDE', 'ERR_DELEGATED', 'ERR_METADATA', 'ERR_COPY_TYPE'],
        ...['payroll', 'handoff', 'forAPI', 'user_metadata'],
        ...['https://acme.example/demographics', 'https://acme.example/national_id']
      ])
    )
  }, 120_000)

  it.each<[string, string, Record<string, string>]>([
    ['a good one', 'completed', { national_id: '1', hobby: 'chess' }],
    ['a field of another type', 'denied', { age: 'many', national_id: '1' }],
    ['a value that is too long', 'denied', { hobby: 'x'.repeat(501) }],
    ['nothing of the policy', 'completed', { shoe_size: '44' }]
  ])('does in a sign-up what the readable one does: %s', async (_what, type, user_metadata) => {
    const event = preUserRegistrationEvent({ user: { email: 'ann@acme.test', user_metadata } })
    const signUp = async (kind: 'readable' | 'minified') => {
      const file = join(folders[kind], 'actions/guard-signup/code.js')
      const run = await runAction(file, { trigger: 'pre-user-registration', event, secrets, now: nowMs })
      const { outcome, denied, logs, userMetadata, appMetadata = {} } = run
      return { outcome, denied, logs, userMetadata, names: Object.keys(appMetadata) }
    }
    const readable = await signUp('readable')
    expect(await signUp('minified')).toEqual(readable)
    expect(readable.outcome.type).toBe(type)
    expect(readable.names).toEqual(user_metadata.national_id ? ['sealed_identity'] : [])
  })
})
