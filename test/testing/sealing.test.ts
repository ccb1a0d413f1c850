import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type A0sealMatchers, matchers, postLoginEvent, runAction } from '../../lib/testing/index.js'
import { builtPolicy } from '../fixtures/built.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'

expect.extend(matchers)
declare module 'vitest' {
  interface Matchers<T> extends A0sealMatchers {}
}

const canary = 'canary-gender-5c1e'
const seal = (user: Record<string, unknown>) =>
  runAction(join(builtPolicy('ours'), 'actions/seal-attributes/code.js'), {
    event: postLoginEvent({ user }),
    secrets: { A0SEAL_KEYS: keySetText(secretJWK(1)) }
  })

describe('our own Action, as it was built', () => {
  it('seals what the login brought, and leaks nothing', async () => {
    const run = await seal({ gender: canary })
    expect(run).toHaveSealed('demographics')
    expect(run).toLeakNothing([canary])
    expect(run.logs).toEqual([])
  })

  it('writes nothing at the next login', async () => {
    const { appMetadata } = await seal({ gender: canary })
    const again = await seal({ gender: canary, app_metadata: appMetadata })
    expect(again.writes).toEqual([])
  })
})
