import { describe, expect, it } from 'vitest'
import { secretsOf } from '../../../../lib/core/policy/secrets.js'
import {
  accepted,
  mistakeInSlot,
  mistakeWith,
  policyWith,
  refused
} from '../../../fixtures/policies/input.js'

const indexed = { name: 'iban', entropy: 'high', index: 'iban' }
const at = refused('slots.a.attributes[0].index')
const writeOnly = (keys: string) => ({ attributes: ['iban'], mode: 'write-only', keys })

describe('a blind index', () => {
  it('has a place of its own', () => {
    const { slots } = policyWith({ slots: { a: { attributes: [indexed] } }, release: [] })
    expect(slots.a?.attributes[0]).toMatchObject({ indexPlace: 'sealed_index_iban' })
    expect(mistakeInSlot({ attributes: [indexed] })).toEqual(accepted)
    const inVault = policyWith({ container: 'vault', slots: { a: { attributes: [indexed] } }, release: [] })
    expect(inVault.slots.a?.attributes[0]).toMatchObject({ indexPlace: 'vault_index_iban' })
  })

  it.each(['a.b', 'a$b', '1a'])('is not called "%s"', index => {
    expect(mistakeInSlot({ attributes: [{ ...indexed, index }] })).toEqual(at)
  })

  it('is only of values that cannot be guessed', () => {
    expect(mistakeInSlot({ attributes: [{ name: 'iban', index: 'iban' }] })).toEqual(at)
  })

  it('is only of slots kept in the profile', () => {
    expect(mistakeInSlot({ attributes: [indexed], keep: 'login' })).toEqual(at)
  })

  it('is of one attribute, whichever slot it is in', () => {
    const slots = { a: { attributes: [indexed] }, b: { attributes: ['x', { ...indexed, name: 'bic' }] } }
    expect(mistakeWith({ slots, release: [] })).toEqual(refused('slots.b.attributes[1].index'))
  })
})

describe('a secret with keys', () => {
  it('is for slots of one mode', () => {
    const readable = { attributes: ['gender'], keys: 'ONE' }
    expect(mistakeWith({ slots: { a: readable, b: writeOnly('ONE') }, release: [] })).toEqual(
      refused('slots.b.keys')
    )
    expect(mistakeWith({ slots: { a: readable, b: writeOnly('TWO') }, release: [] })).toEqual(accepted)
    expect(
      mistakeWith({ slots: { a: readable, b: { ...readable, attributes: ['x'] } }, release: [] })
    ).toEqual(accepted)
  })

  it.each(['A0SEAL_MAC_KEY', 'A0SEAL_INDEX_KEYS'])('is not %s, which holds others', keys => {
    expect(mistakeInSlot({ attributes: ['gender'], keys })).toEqual(refused('slots.a.keys'))
  })
})

describe('the secrets of a policy', () => {
  const payroll = writeOnly('PAYROLL_KEYS')
  const toHrWeb = (slot: string) => ({ slot, to: 'id_token', applications: ['hr-web'] })
  const secretsFor = (slots: object, ...release: object[]) => secretsOf(policyWith({ slots, release }))

  it('are the MAC key and public keys for a write-only slot, and the MAC key alone to pass it on', () => {
    const secrets = secretsFor({ payroll }, toHrWeb('payroll'))
    expect(secrets['seal-attributes']).toEqual({ PAYROLL_KEYS: 'public keys', A0SEAL_MAC_KEY: 'MAC key' })
    expect(secrets['release-attributes']).toEqual({ A0SEAL_MAC_KEY: 'MAC key' })
  })

  it('are index keys for sealing where an attribute has an index', () => {
    expect(secretsFor({ a: { attributes: [indexed] } })['seal-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys',
      A0SEAL_INDEX_KEYS: 'index keys'
    })
  })

  it('are neither where nothing needs them', () => {
    const secrets = secretsFor({ a: { attributes: ['gender'] } }, toHrWeb('a'))
    expect(secrets['seal-attributes']).toEqual({ A0SEAL_KEYS: 'secret keys' })
    expect(secrets['release-attributes']).toEqual({
      A0SEAL_KEYS: 'secret keys',
      A0SEAL_HR_WEB_KEY: 'public key'
    })
  })

  it('are the keys of typed fields for a sign-up', () => {
    const slots = { a: { userMetadata: ['national_id'], keys: 'TYPED' }, b: { attributes: ['gender'] } }
    expect(secretsFor(slots)['guard-signup']).toEqual({ TYPED: 'secret keys' })
  })
})
