import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { build } from '../../build.mjs'
import { createTrigger, loadBuilt } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { contentOf } from '../fixtures/login.js'
import { openAs } from '../fixtures/release.js'

const createFolder = createFolders()
const namespace = 'https://same.example/'
const secrets = { A0SEAL_KEYS: keySetText(secretJWK(1)), APP_KEY: JSON.stringify(keyPair(1).publicJWK) }

describe.each([false, true])('a policy that uses our words for its own, minified: %s,', minify => {
  let signIn: ReturnType<typeof createTrigger>

  beforeAll(async () => {
    vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
    const out = await createFolder()
    const config = fileURLToPath(new URL('../fixtures/same-names.policy.ts', import.meta.url))
    const { manifest } = await build({ config, out, minify })
    const atLogin = manifest.actions.filter(({ trigger }) => trigger === 'post-login')
    signIn = createTrigger(await Promise.all(atLogin.map(({ file }) => loadBuilt(out, file))), {
      client: { client_id: 'app', metadata: {} },
      resource_server: { identifier: 'https://api.same.example' },
      secrets
    })
    return () => void vi.useRealTimers()
  })

  it('seals, releases and copies under its names', async () => {
    const { appMetadata, userMetadata, transaction, idToken, accessToken, log } = await signIn({
      ...{ attributes: 1, keep: 2, policy: 3, code: 4, header: 5 },
      user_metadata: { fields: '6', place: '7', event: 8 }
    })
    expect(log).toEqual([])
    expect(Object.keys(appMetadata)).toEqual(['sealed_slots', 'sealed_scope'])
    const place = { slot: 'slots', keys: secrets.A0SEAL_KEYS }
    expect(contentOf(appMetadata.sealed_slots, place).data).toEqual({
      ...{ attributes: 1, code: 4, keep: 2, policy: 3 }
    })
    expect(Object.keys(transaction)).toEqual(['sealed_limits'])
    expect(userMetadata).toEqual({ place: '7', event: 8 })
    expect(accessToken).toEqual({ [`${namespace}fields`]: '6' })
    const claims = Object.entries(idToken).map(([name, value]) => [name.replace(namespace, ''), value])
    expect(claims.map(([name]) => name)).toEqual(['place', 'event', 'slots', 'limits'])
    const released = await openAs(idToken[`${namespace}slots`], keyPair(1).privateJWK, 'app')
    expect(released.data).toEqual({ code: 4, keep: 2 })
  })
})
