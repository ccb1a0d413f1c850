import { beforeAll, describe, expect, it, vi } from 'vitest'
import { buildAtLogin, createTrigger, loadBuilt } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import { codeLike } from '../fixtures/code-like.js'
import { createFolders } from '../fixtures/folder.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { contentOf } from '../fixtures/login.js'
import { openAs } from '../fixtures/release.js'

const createFolder = createFolders()
const likeCode = Object.fromEntries(codeLike.map(name => [name, 'é \\ud83d']))
const namespace = 'https://same.example/'
const secrets = {
  A0SEAL_KEYS: keySetText(secretJWK(1)),
  APP_KEY: JSON.stringify(keyPair(1).publicJWK),
  OTHER_KEY: JSON.stringify(keyPair(3).publicJWK),
  NOTE_KEYS: JSON.stringify(keyPair(2).publicJWK),
  A0SEAL_MAC_KEY: Buffer.alloc(32, 1).toString('base64url'),
  A0SEAL_INDEX_KEYS: keySetText(indexJWK(1))
}

describe('a policy that uses our words for its own', () => {
  let signIn: ReturnType<typeof createTrigger>

  beforeAll(async () => {
    vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
    const config = new URL('../fixtures/policies/same-names.policy.ts', import.meta.url)
    const files = await buildAtLogin(config, { out: await createFolder() })
    signIn = createTrigger(await Promise.all(files.map(loadBuilt)), {
      client: { client_id: 'app', metadata: {} },
      resource_server: { identifier: 'https://api.same.example' },
      connection: { name: 'binding', strategy: 'oidc' },
      organization: { id: 'org_1' },
      transaction: { requested_scopes: ['form'] },
      secrets
    })
    return () => void vi.useRealTimers()
  })

  it('seals, releases and copies under its names', async () => {
    const { appMetadata, userMetadata, transaction, idToken, accessToken, log } = await signIn({
      ...{ attributes: 1, keep: 2, policy: 3, code: 4, header: 5, fingerprint: 'ab12' },
      ...likeCode,
      user_metadata: { fields: '6', place: '7', event: 8 }
    })
    expect(log).toEqual([])
    expect(Object.keys(appMetadata)).toEqual([
      ...['sealed_slots', 'sealed_scope', 'sealed_note', 'sealed_index_kind']
    ])
    const note = appMetadata.sealed_note as { v: string }
    expect(note).toEqual({ v: expect.any(String), tag: expect.any(String), fp: expect.any(String) })
    expect(appMetadata.sealed_index_kind).toMatch(/^[0-9a-f]{16}$/)
    const place = { slot: 'slots', keys: secrets.A0SEAL_KEYS }
    expect(contentOf(appMetadata.sealed_slots, place).data).toEqual({
      ...{ attributes: 1, code: 4, keep: 2, policy: 3, ...likeCode }
    })
    expect(Object.keys(transaction)).toEqual(['sealed_limits'])
    expect(userMetadata).toEqual({ place: '7', event: 8 })
    expect(accessToken).toEqual({ [`${namespace}fields`]: '6' })
    const claims = Object.entries(idToken).map(([name, value]) => [name.replace(namespace, ''), value])
    expect(claims.map(([name]) => name)).toEqual(['place', 'event', 'slots', 'limits', 'note'])
    expect(idToken[`${namespace}note`]).toBe(note.v)
    const released = await openAs(idToken[`${namespace}slots`], keyPair(1).privateJWK, 'app')
    expect(released.data).toEqual({ code: 4, keep: 2 })
  })

  it('releases to an application called __proto__', async () => {
    const { idToken } = await signIn({ keep: 2 }, { client: { client_id: 'other', metadata: {} } })
    const released = await openAs(idToken[`${namespace}slots`], keyPair(3).privateJWK, 'other')
    expect(released.data).toEqual({ keep: 2 })
  })
})
