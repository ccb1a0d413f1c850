import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createAPI } from '../fixtures/api.js'
import { buildAtLogin, createTrigger, type Loaded, loadBuilt } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { contentOf } from '../fixtures/login.js'
import { openAs } from '../fixtures/release.js'

const createFolder = createFolders()
const namespace = 'https://other.example/claims/'
const portal = keyPair(7)
const secrets = {
  A0SEAL_KEYS: keySetText(secretJWK(1)),
  A0SEAL_IDENTITY_KEYS: keySetText(secretJWK(2, 'A256KW')),
  A0SEAL_PORTAL_KEY: JSON.stringify(portal.publicJWK)
}
const signInAtPortal = { client: { client_id: 'portal-dev', metadata: {} }, secrets }

describe('built Actions', () => {
  let actions: Loaded[]
  let signIn: ReturnType<typeof createTrigger>

  beforeAll(async () => {
    vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
    const config = new URL('../fixtures/policies/full.policy.ts', import.meta.url)
    const files = await buildAtLogin(config, { out: await createFolder() })
    actions = await Promise.all(files.map(loadBuilt))
    signIn = createTrigger(actions, signInAtPortal)
    return () => void vi.useRealTimers()
  })

  const profile = {
    'org:allergies': ['nuts'],
    user_metadata: { national_id: '123', nickname2: 'ann', hobby: 'chess' }
  }

  it('seal, copy and release in the login that brings an attribute', async () => {
    const result = await signIn(profile)
    expect(
      contentOf(result.appMetadata.vault_health, { slot: 'health', keys: secrets.A0SEAL_KEYS })
    ).toMatchObject({
      data: { allergies: ['nuts'] }
    })
    const identity = { slot: 'identity', keys: secrets.A0SEAL_IDENTITY_KEYS }
    expect(contentOf(result.appMetadata.vault_identity, identity)).toMatchObject({
      data: { national_id: '123' },
      src: 'user'
    })
    expect(result.userMetadata).toEqual({ nickname2: 'ann', hobby: 'chess' })
    expect(Object.keys(result.idToken).sort()).toEqual([`${namespace}health`, `${namespace}nickname2`])
    expect(result.idToken[`${namespace}nickname2`]).toBe('ann')
    const payload = await openAs(result.idToken[`${namespace}health`], portal.privateJWK, 'portal-dev')
    expect(payload).toMatchObject({ data: { allergies: ['nuts'] }, aud: 'portal-dev' })
    expect([result.accessToken, result.denied, result.log]).toEqual([{}, [], []])
  })

  it('release in a later login that brings none, and write nothing', async () => {
    const { appMetadata: app_metadata, userMetadata: user_metadata } = await signIn(profile)
    const later = await signIn(
      { app_metadata, user_metadata },
      {
        transaction: { protocol: 'oauth2-refresh-token' },
        resource_server: { identifier: 'https://api.other.example' }
      }
    )
    expect(later.calls.filter(call => call.includes('metadata'))).toEqual([])
    expect(later.accessToken).toEqual({ [`${namespace}national_id`]: '123' })
    const payload = await openAs(later.idToken[`${namespace}health`], portal.privateJWK, 'portal-dev')
    expect(payload.data).toEqual({ allergies: ['nuts'] })
  })

  it('release nothing to another application', async () => {
    const { idToken } = await signIn(profile, { client: { client_id: 'other', metadata: {} } })
    expect(Object.keys(idToken)).toEqual([`${namespace}nickname2`])
  })

  it('deny the login without keys, as the policy says, with one line of log', async () => {
    const result = await signIn(profile, { secrets: {} })
    expect(result.denied).toHaveLength(1)
    expect(result.calls).toEqual(['deny'])
    expect(result.log).toEqual(['a0seal seal-attributes ERR_NO_KEYS slot=health; ERR_NO_KEYS slot=identity'])
  })

  it.each([undefined, null, {}, 'event'])('do not throw for an event that is %j', async event => {
    for (const { exports } of actions) {
      await expect(exports.onExecutePostLogin?.(event as never, createAPI().api)).resolves.toBeUndefined()
    }
  })
})
