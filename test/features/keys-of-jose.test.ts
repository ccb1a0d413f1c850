import { calculateJwkThumbprint, exportJWK, generateKeyPair, generateSecret } from 'jose'
import { describe, expect, it } from 'vitest'
import { allReleaseSteps } from '../../lib/core/login/all-steps.js'
import { decideSignup } from '../../lib/core/login/guard-signup.js'
import { decideRelease } from '../../lib/core/login/release/release.js'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import { createReader, type SlotReaderOptions } from '../../lib/reader/index.js'
import { nowMs, nowSeconds } from '../fixtures/clock.js'
import { eventOf, secrets, tenantId as tenant, userId } from '../fixtures/event.js'
import { keySetText } from '../fixtures/keys.js'
import { codesOf, sealLogin } from '../fixtures/login.js'

const slots = {
  demographics: { attributes: ['gender'] },
  identity: { userMetadata: ['national_id'] },
  payroll: { attributes: ['iban'], mode: 'write-only', keys: 'PAY_KEYS' }
} as const
const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots,
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }]
})

/** What the key set of an application holds besides: it is for signatures. */
const signing = async () => ({
  ...(await exportJWK((await generateKeyPair('ES256')).publicKey)),
  alg: 'ES256',
  use: 'sig'
})

const secretKey = async (alg: string) => {
  const jwk = await exportJWK(await generateSecret(alg, { extractable: true }))
  return { ...jwk, kid: (await calculateJwkThumbprint(jwk)).slice(0, 22), alg, use: 'enc' }
}

const pairOf = async (crv: string) => {
  const made = await generateKeyPair('ECDH-ES', { crv, extractable: true })
  const facts = { kid: await calculateJwkThumbprint(made.publicKey), alg: 'ECDH-ES', use: 'enc' }
  return {
    publicJWK: { ...(await exportJWK(made.publicKey)), ...facts },
    privateJWK: { ...(await exportJWK(made.privateKey)), ...facts }
  }
}

describe.each([
  ['A256GCM', 'P-256'],
  ['A256KW', 'X25519']
])('key sets exported by jose, for %s and on %s,', (alg, crv) => {
  it('work in each Action, and in the reader', async () => {
    const [secret, pay, web, other] = await Promise.all([secretKey(alg), pairOf(crv), pairOf(crv), signing()])
    const made = {
      ...secrets,
      A0SEAL_KEYS: keySetText(secret, other),
      PAY_KEYS: keySetText(pay.publicJWK, other),
      WEB_KEY: keySetText(web.publicJWK, other),
      A0SEAL_MAC_KEY: Buffer.alloc(32, 1).toString('base64url')
    }
    const openSlot = (slot: string, value: unknown, options: object) => {
      const reader = createReader({ tenant, slot, ...options } as SlotReaderOptions)
      return reader.open(value as never, { subject: userId })
    }
    const reading = { keys: { keys: [secret, other] } }

    const sealed = sealLogin(policy, { root: { gender: 'x', iban: 'DE00' }, secrets: made })
    expect(codesOf(sealed)).toEqual([])
    const { sealed_demographics, sealed_payroll } = sealed.appMetadata
    expect((await openSlot('demographics', sealed_demographics, reading)).data).toEqual({ gender: 'x' })
    const backend = { keys: { keys: [pay.privateJWK, other] }, acceptUnauthenticated: true }
    expect((await openSlot('payroll', sealed_payroll, backend)).data).toEqual({ iban: 'DE00' })

    const connection = { name: 'users', strategy: 'auth0' }
    const email = 'ann@acme.test'
    const user = { email, user_metadata: { national_id: '1' } }
    const signup = { tenant: { id: tenant }, connection, secrets: made, user }
    const { appMetadata } = decideSignup(policy, signup, { now: nowMs })
    const root = { email, created_at: new Date(nowMs).toISOString() }
    const bound = sealLogin(policy, { connection, secrets: made, root, stored: appMetadata })
    const { data } = await openSlot('identity', bound.appMetadata.sealed_identity, reading)
    expect(data).toEqual({ national_id: '1' })

    const event = eventOf({ secrets: made, user: { app_metadata: sealed.appMetadata } })
    const { idToken } = decideRelease(policy, event, { now: nowMs, steps: allReleaseSteps })
    const application = createReader({
      keys: { keys: [web.privateJWK, other] } as never,
      tenant,
      recipient: 'hr-web'
    })
    const token = { sub: userId, iat: nowSeconds }
    const claim = idToken['https://acme.example/demographics'] as string
    expect((await application.open(claim, { token })).data).toEqual({ gender: 'x' })
  })
})
