import { describe, expect, it } from 'vitest'
import { secretsOf } from '../../../lib/core/policy/secrets.js'
import { keyPair } from '../../fixtures/keys.js'
import { policyWith } from '../../fixtures/policies/input.js'

const rule = { slot: 'demographics', to: 'id_token', applications: ['hr-web'] }
const secretsFor = (...release: object[]) => secretsOf(policyWith({ release }))

describe('the secrets of an Action', () => {
  it('are the key sets of all slots for sealing, and the MAC key of write-only ones', () => {
    expect(secretsFor()['seal-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys',
      A0SEAL_PAYROLL_KEYS: 'public keys',
      A0SEAL_MAC_KEY: 'MAC key'
    })
  })

  it('are the keys of blind indexes where one attribute of several has one', () => {
    const iban = { name: 'iban', entropy: 'high', index: 'iban' }
    const indexed = (...attributes: unknown[]) =>
      secretsOf(policyWith({ slots: { payroll: { attributes } }, release: [] }))['seal-attributes']
    expect(indexed('bank', iban)).toEqual({ A0SEAL_KEYS: 'secret keys', A0SEAL_INDEX_KEYS: 'index keys' })
    expect(indexed('bank', 'iban')).toEqual({ A0SEAL_KEYS: 'secret keys' })
  })

  it('are the key sets of the slots that users fill for sign-ups', () => {
    const slots = {
      identity: { userMetadata: ['national_id'], keys: 'IDENTITY_KEYS' },
      demographics: { attributes: ['gender'] }
    }
    expect(secretsOf(policyWith({ slots, release: [] }))['guard-signup']).toEqual({
      IDENTITY_KEYS: 'secret keys'
    })
  })

  it('are the MAC key alone for passing on a write-only slot', () => {
    expect(secretsFor({ ...rule, slot: 'payroll' })['release-attributes']).toEqual({
      A0SEAL_MAC_KEY: 'MAC key'
    })
  })

  it('are none for copies', () => {
    expect(secretsFor(rule)['copy-user-metadata']).toEqual({})
  })

  it('are none for releasing nothing', () => {
    expect(secretsFor()['release-attributes']).toEqual({})
  })

  it('are the key set of a released slot, and the key of its recipient', () => {
    expect(secretsFor(rule)['release-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys',
      A0SEAL_HR_WEB_KEY: 'public key'
    })
  })

  it('are no key of a recipient whose key is in the policy', () => {
    expect(secretsFor({ ...rule, applications: ['crm'] })['release-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys'
    })
  })

  it('are no key of a recipient who gets clear values', () => {
    const clear = { ...rule, form: 'clear', storedInClear: true }
    expect(secretsFor(clear)['release-attributes']).toEqual({ A0SEAL_KEYS: 'secret keys' })
  })

  it('are the key of the API for access tokens', () => {
    const toAPI = { ...rule, to: 'access_token', audience: 'https://api.acme.example' }
    expect(secretsFor({ ...toAPI, key: { secret: 'API_KEY' } })['release-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys',
      API_KEY: 'public key'
    })
    expect(secretsFor({ ...toAPI, key: keyPair(3).publicJWK })['release-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys'
    })
  })

  it('are the keys of all applications where any may have it', () => {
    expect(
      secretsFor({ ...rule, applications: 'any', acceptThirdParty: true })['release-attributes']
    ).toMatchObject({
      A0SEAL_HR_WEB_KEY: 'public key'
    })
  })

  it("are, of an Action of one's own, what ours hold under that name, or its own", () => {
    const mine = { file: 'actions/mine.ts', secrets: ['A0SEAL_KEYS', 'A0SEAL_HR_WEB_KEY', 'OTHER'] }
    const triggers = {
      'post-change-password': [mine, { deployed: 'theirs' }],
      'event-stream': [{ file: 'none.ts' }]
    }
    const { mine: ofMine, none, theirs } = secretsOf(policyWith({ triggers }))
    expect(ofMine).toEqual({ A0SEAL_KEYS: 'secret keys', A0SEAL_HR_WEB_KEY: 'public key', OTHER: 'own' })
    expect([none, theirs]).toEqual([{}, undefined])
  })

  it('may have the name of what every object has', () => {
    const triggers = { 'post-change-password': [{ file: 'constructor.ts', secrets: ['toString'] }] }
    const secrets = secretsOf(policyWith({ triggers }))
    expect(Object.entries(secrets).at(-1)).toEqual(['constructor', { toString: 'own' }])
  })
})
