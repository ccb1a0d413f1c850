import { describe, expect, it } from 'vitest'
import { type Opening, openValue } from '../../../lib/admin/unseal/open.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { policy, sealed, secrets, tenant, user, writeOnly } from './values.js'

const opening = (changes: Partial<Opening> = {}): Opening => ({ policy, tenant, secrets, ...changes })
const codeOf = (value: unknown, changes: Partial<Opening> = {}) => {
  try {
    openValue(value, opening(changes))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('a value', () => {
  it('opens, and says whose it is', () => {
    expect(openValue(sealed(), opening())).toEqual({
      slot: 'demographics',
      user,
      kid: secretJWK(1).kid,
      changedAt: '2026-11-01T00:00:00.000Z',
      src: 'tenant',
      data: { gender: 'gender-canary' }
    })
  })

  it('opens with the keys of its slot, whichever that is', () => {
    const value = sealed({ allergies: 'nuts' }, { slot: 'health', keys: secrets.HEALTH_KEYS })
    expect(openValue(value, opening())).toMatchObject({ slot: 'health', data: { allergies: 'nuts' } })
  })

  it('opens under a key that is not the first any more', () => {
    const rotated = { A0SEAL_KEYS: keySetText(secretJWK(3), secretJWK(1)) }
    expect(openValue(sealed(), opening({ secrets: rotated }))).toMatchObject({ kid: secretJWK(1).kid })
  })

  it.each([
    ['tenant', { tenant: 'acme-prod' }],
    ['user', { user: 'auth0|bob' }]
  ])('does not open as one of another %s', (what, changes) => {
    expect(codeOf(sealed(), changes)).toBe(`ERR_BINDING: it is of another ${what}`)
  })

  it('does not open as one of a slot with other keys, or of a slot that there is not', () => {
    const keys = secrets.A0SEAL_KEYS
    expect(codeOf(sealed({}, { slot: 'health', keys }))).toBe('ERR_BINDING: it is of another slot')
    expect(codeOf(sealed({}, { slot: 'gone' }))).toBe('ERR_BINDING: it is of another slot')
    expect(codeOf(sealed(), { slot: 'health', secrets: { HEALTH_KEYS: keys } })).toBe(
      'ERR_BINDING: it is of another slot'
    )
    expect(codeOf(sealed(), { slot: 'gone' })).toContain('ERR_USAGE: the policy has no slot gone')
  })

  it.each([
    [
      'no keys',
      {},
      'ERR_NO_KEYS: no keys of A0SEAL_KEYS or HEALTH_KEYS are here: --keys NAME=FILE names them'
    ],
    ['other keys', { A0SEAL_KEYS: keySetText(secretJWK(4)) }, 'ERR_UNKNOWN_KEY'],
    ['what is no key set', { A0SEAL_KEYS: 'key-canary' }, 'ERR_KEY_SET'],
    ['keys of the other kind', { A0SEAL_KEYS: keySetText(keyPair(1).privateJWK) }, 'ERR_KEY_MODE']
  ])('does not open with %s', (_, given, message) => {
    expect(codeOf(sealed(), { secrets: given })).toBe(message)
  })

  it('does not open where a bit of it was changed, or where it is none', () => {
    const value = sealed()
    expect(codeOf(`${value.slice(0, -1)}${value.endsWith('A') ? 'Q' : 'A'}`)).toMatch(/ERR_(DECRYPT|FORMAT)/)
    for (const other of ['', 'text', 'a.b.c.d.e', 5, null, { v: 'a' }])
      expect(codeOf(other)).toMatch(/^ERR_FORMAT/)
  })
})

describe('a write-only value', () => {
  const { v, tag } = writeOnly()

  it('opens as it is stored, and by itself', () => {
    for (const value of [{ v, tag }, v])
      expect(openValue(value, opening())).toMatchObject({ slot: 'payroll', data: { iban: 'iban-canary' } })
  })

  it('is of the slot that it says, where several have one key set', () => {
    expect(openValue(writeOnly({ slot: 'tax' }), opening())).toMatchObject({ slot: 'tax' })
    expect(codeOf(writeOnly({ slot: 'tax' }), { slot: 'payroll' })).toBe('ERR_BINDING: it is of another slot')
  })

  it('needs the MAC key', () => {
    const { A0SEAL_MAC_KEY: _, ...others } = secrets
    expect(codeOf(v, { secrets: others })).toMatch(
      /^ERR_NO_KEYS: a write-only value needs A0SEAL_MAC_KEY too/
    )
  })

  it.each([
    ['ERR_TAG', { v, tag: writeOnly({ sub: 'auth0|bob' }).tag }],
    ['ERR_MAC', writeOnly({}, Buffer.alloc(32, 8).toString('base64url')).v]
  ])('is refused with %s where somebody else made it', (code, value) => {
    expect(codeOf(value)).toBe(code)
  })
})
