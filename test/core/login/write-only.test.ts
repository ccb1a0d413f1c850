import { describe, expect, it } from 'vitest'
import { issuerOf } from '../../../lib/core/format/claims.js'
import { decideRelease } from '../../../lib/core/login/release.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { parseMacKey } from '../../../lib/core/seal/mac.js'
import { parsePublicKeys, sealWriteOnlyValue } from '../../../lib/core/seal/write-only.js'
import { nowMs, nowSeconds } from '../../fixtures/clock.js'
import { eventOf, silentRuns, tenantId, userId } from '../../fixtures/event.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'
import { codesOf, sealLogin, writesOf } from '../../fixtures/login.js'
import { none } from '../../fixtures/none.js'
import { namespace } from '../../fixtures/policies.js'

const policyWith = (fingerprint: boolean) =>
  definePolicy({
    namespace,
    slots: {
      payroll: {
        attributes: [{ name: 'iban', entropy: 'high' }],
        mode: 'write-only',
        keys: 'PAYROLL_KEYS',
        fingerprint
      }
    },
    applications: { 'hr-web': { client_id: 'hr-web' } },
    release: [{ slot: 'payroll', to: 'id_token', applications: ['hr-web'] }]
  })
const policy = policyWith(false)
const secrets = {
  PAYROLL_KEYS: JSON.stringify(keyPair(1).publicJWK),
  A0SEAL_MAC_KEY: Buffer.from('a0seal TEST KEY mac ............').toString('base64url')
}
const storedValue = (iban: string, fingerprint: true | undefined = undefined, sub = userId) =>
  sealWriteOnlyValue(
    { data: { iban }, iat: nowSeconds },
    { iss: issuerOf(tenantId), sub, aud: 'payroll' },
    {
      keySet: parsePublicKeys(secrets.PAYROLL_KEYS),
      macKeys: parseMacKey(secrets.A0SEAL_MAC_KEY),
      fingerprint
    }
  )
const root = { iban: 'DE00' }
const login = (options: Parameters<typeof sealLogin>[1], of = policy) =>
  sealLogin(of, { secrets, ...options })

describe('a write-only slot', () => {
  it('is written with a tag beside it', () => {
    const decision = login({ root })
    expect(decision.appMetadata).toEqual({
      sealed_payroll: { v: expect.any(String), tag: expect.any(String) }
    })
    expect(decision.notes).toEqual([])
  })

  it('is written at each interactive login that brings it, without a fingerprint', () => {
    expect(Object.keys(writesOf(login({ root, stored: { sealed_payroll: storedValue('DE00') } })))).toEqual([
      'sealed_payroll'
    ])
  })

  it('is written only where it changed, with a fingerprint', () => {
    const stored = { sealed_payroll: storedValue('DE00', true) }
    expect(writesOf(login({ root, stored }, policyWith(true)))).toEqual({})
    expect(Object.keys(writesOf(login({ root: { iban: 'DE01' }, stored }, policyWith(true))))).toEqual([
      'sealed_payroll'
    ])
  })

  it('is kept where nothing is brought', () => {
    expect(writesOf(login({ stored: { sealed_payroll: storedValue('DE00') } }))).toEqual({})
  })

  it.each(silentRuns)('is only filled, not replaced, in %s', (_what, run) => {
    expect(writesOf(login({ root, stored: { sealed_payroll: storedValue('DE01') }, ...run }))).toEqual({})
    expect(Object.keys(writesOf(login({ root, ...run })))).toEqual(['sealed_payroll'])
  })

  it('counts as changed with a wrong tag, and is not trusted for its fingerprint', () => {
    const forged = { ...storedValue('DE00', true), tag: 'x'.repeat(43) }
    const decision = login({ root, stored: { sealed_payroll: forged } }, policyWith(true))
    expect(Object.keys(decision.appMetadata)).toEqual(['sealed_payroll'])
    expect(codesOf(decision)).toContain('ERR_TAG')
  })

  it.each<[string, Record<string, string>, string]>([
    ['a secret key', { PAYROLL_KEYS: JSON.stringify(secretJWK(1)) }, 'ERR_KEY_MODE'],
    ['a private key', { PAYROLL_KEYS: JSON.stringify(keyPair(1).privateJWK) }, 'ERR_KEY_MODE'],
    ['no key', { PAYROLL_KEYS: '' }, 'ERR_NO_KEYS'],
    ['no MAC key', { A0SEAL_MAC_KEY: '' }, 'ERR_NO_KEYS'],
    ['a MAC key that is none', { A0SEAL_MAC_KEY: 'text' }, 'ERR_KEY_SET']
  ])('seals nothing with %s', (_what, wrong, code) => {
    const decision = login({ root, secrets: { ...secrets, ...wrong } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code, slot: 'payroll', failed: true }])
  })
})

describe('releasing a write-only slot', () => {
  const release = (sealed_payroll: unknown, wrong = {}) =>
    decideRelease(
      policy,
      eventOf({ secrets: { ...secrets, ...wrong }, user: { app_metadata: { sealed_payroll } } }),
      { now: nowMs }
    )

  it('passes its value on as it is', () => {
    const value = storedValue('DE00')
    expect(release(value)).toMatchObject({ idToken: { [`${namespace}payroll`]: value.v }, notes: [] })
  })

  it.each<[string, unknown]>([
    ['a wrong tag', { ...storedValue('DE00'), tag: 'x'.repeat(43) }],
    ['another value under its tag', { ...storedValue('DE00'), v: storedValue('DE00').v }],
    ['a value of another user', storedValue('DE00', undefined, 'oidc|other')],
    ['a text', storedValue('DE00').v],
    ['no tag', { v: storedValue('DE00').v }]
  ])('never passes on %s', (_what, stored) => {
    expect(release(stored)).toMatchObject({
      idToken: none,
      notes: [{ code: 'ERR_TAG', slot: 'payroll', failed: true }]
    })
  })

  it('needs the MAC key', () => {
    expect(release(storedValue('DE00'), { A0SEAL_MAC_KEY: undefined })).toMatchObject({
      idToken: none,
      notes: [{ code: 'ERR_NO_KEYS' }]
    })
  })
})
