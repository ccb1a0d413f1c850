import { describe, expect, it } from 'vitest'
import { issuerOf } from '../../../../lib/core/format/claims.js'
import { allReleaseSteps } from '../../../../lib/core/login/all-steps.js'
import { decideRelease } from '../../../../lib/core/login/release/release.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { parseMacKey } from '../../../../lib/core/seal/mac.js'
import { parsePublicKeys, sealWriteOnlyValue } from '../../../../lib/core/seal/write-only.js'
import { junk } from '../../../fixtures/bad-values.js'
import { nowMs, nowSeconds } from '../../../fixtures/clock.js'
import { eventOf, silentRuns, tenantId, userId } from '../../../fixtures/event.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../../../fixtures/keys.js'
import { codesOf, merged, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { namespace } from '../../../fixtures/policies/policies.js'

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
    expect(decision.appMetadata.sealed_payroll).not.toHaveProperty('tag', forged.tag)
    expect(decision.appMetadata.sealed_lost_payroll).toEqual(forged)
    expect(codesOf(decision)).toEqual(['ERR_TAG', 'ERR_MOVED_ASIDE'])
  })

  it('keeps aside what was sealed in another mode, or for another user', () => {
    const others = [
      sealedValue({ iban: 'DE01' }, { slot: 'payroll' }),
      storedValue('DE01', undefined, 'oidc|other')
    ]
    for (const sealed_payroll of others) {
      const { appMetadata } = login({ root, stored: { sealed_payroll } })
      expect(Object.keys(appMetadata).sort()).toEqual(['sealed_lost_payroll', 'sealed_payroll'])
      expect(appMetadata.sealed_lost_payroll).toEqual(sealed_payroll)
    }
  })

  it('leaves what is aside where it is, and is written all the same', () => {
    const stored = {
      sealed_payroll: storedValue('DE01', undefined, 'oidc|other'),
      sealed_lost_payroll: storedValue('DE02')
    }
    const decision = login({ root, stored })
    expect(Object.keys(decision.appMetadata)).toEqual(['sealed_payroll'])
    expect(codesOf(decision)).toEqual(['ERR_TAG', 'ERR_LOST_OCCUPIED'])
  })

  it.each(junk)('is written in the place of what is none of ours: a value %s', (_what, value) => {
    const decision = login({ root, stored: { sealed_payroll: value, sealed_lost_payroll: value } })
    expect(Object.keys(decision.appMetadata)).toEqual(['sealed_payroll'])
    expect(codesOf(decision)).toEqual(['ERR_TAG'])
  })

  it('says nothing of a place aside that it could not write', () => {
    const { sealed_payroll } = { sealed_payroll: storedValue('x'.repeat(2600), undefined, 'oidc|other') }
    const decision = login({ root, stored: { sealed_payroll } })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_TAG', 'ERR_TOO_LARGE'])
  })

  it('gets its index where that is missing beside an unchanged value', () => {
    const indexed = definePolicy({
      namespace,
      slots: {
        payroll: {
          attributes: [{ name: 'iban', entropy: 'high', index: 'iban' }],
          mode: 'write-only',
          keys: 'PAYROLL_KEYS',
          fingerprint: true
        }
      }
    })
    const withIndex = { ...secrets, A0SEAL_INDEX_KEYS: keySetText(indexJWK(1)) }
    const sealed_payroll = storedValue('DE00', true)
    const first = sealLogin(indexed, { root, stored: { sealed_payroll }, secrets: withIndex })
    expect(first.appMetadata.sealed_index_iban).toMatch(/^[0-9a-f]{16}$/)
    expect(first.appMetadata.sealed_payroll).toEqual(sealed_payroll)
    const stored = merged({ sealed_payroll }, first.appMetadata)
    expect(writesOf(sealLogin(indexed, { root, stored, secrets: withIndex }))).toEqual({})
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
      { now: nowMs, steps: allReleaseSteps }
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
      idToken: { [`${namespace}payroll`]: null },
      notes: [{ code: 'ERR_TAG', slot: 'payroll', failed: true }]
    })
  })

  it('needs the MAC key', () => {
    expect(release(storedValue('DE00'), { A0SEAL_MAC_KEY: undefined })).toMatchObject({
      idToken: { [`${namespace}payroll`]: null },
      notes: [{ code: 'ERR_NO_KEYS' }]
    })
  })
})
