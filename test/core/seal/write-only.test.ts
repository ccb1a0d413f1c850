import { createHash } from 'node:crypto'
import { importJWK, jwtDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../lib/core/seal/canonical.js'
import { macOf, parseMacKey } from '../../../lib/core/seal/mac.js'
import {
  isSealedFrom,
  parsePublicKeys,
  sealWriteOnlyValue,
  verifyWriteOnlyValue
} from '../../../lib/core/seal/write-only.js'
import { nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'

const binding = { iss: 'urn:auth0:acme', sub: 'oidc|1', aud: 'payroll' }
const macKeyOf = (digit: number) =>
  parseMacKey(Buffer.from(`a0seal TEST KEY mac ${digit}`.padEnd(32, '.')).toString('base64url'))
const macKeys = macKeyOf(1)
const { publicJWK, privateJWK } = keyPair(1)
const keySet = parsePublicKeys(JSON.stringify(publicJWK))
const data = { iban: 'DE00' }
const sealed = (fingerprint: true | false = true, keys = keySet) =>
  sealWriteOnlyValue({ data, iat: nowSeconds }, binding, {
    keySet: keys,
    macKeys,
    fingerprint: fingerprint || undefined
  })

describe('a write-only value', () => {
  it('opens with the private key, for jose too, and has a MAC of the sealer inside', async () => {
    const { payload } = await jwtDecrypt(sealed().v, await importJWK(privateJWK), {
      issuer: 'urn:auth0:acme',
      subject: 'oidc|1',
      audience: 'payroll',
      typ: 'a0seal+jwt'
    })
    const items = [
      'a0seal-mac-v1',
      'urn:auth0:acme',
      'oidc|1',
      'payroll',
      publicJWK.kid as string,
      `${nowSeconds}`
    ]
    expect(payload).toMatchObject({
      data,
      iat: nowSeconds,
      mac: macOf(macKeys.inner, [...items, canonicalJson(data)])
    })
  })

  it('has a fingerprint of 22 characters where asked for, and else none', () => {
    expect(sealed().fp).toMatch(/^[\w-]{22}$/)
    expect(Object.keys(sealed(false)).sort()).toEqual(['tag', 'v'])
  })

  it.each([true, false])('has a tag over its key, its fingerprint and its text: %s', fingerprint => {
    const { v, tag, fp = '' } = sealed(fingerprint)
    const digest = createHash('sha256').update(v).digest()
    const { iss, sub, aud } = binding
    const items = ['a0seal-tag-v1', iss, sub, aud, publicJWK.kid as string, fp, digest]
    expect(tag).toBe(macOf(macKeys.tag, items))
  })

  it.each([true, false])('is known again by its tag, with a fingerprint: %s', fingerprint => {
    const value = sealed(fingerprint)
    expect(verifyWriteOnlyValue(value, binding, macKeys)).toEqual(value)
  })

  it.each([
    ['tenant', { ...binding, iss: 'urn:auth0:acme2' }],
    ['user', { ...binding, sub: 'oidc|2' }],
    ['slot', { ...binding, aud: 'other' }]
  ])('is of one %s', (_what, other) => {
    expect(verifyWriteOnlyValue(sealed(), other, macKeys)).toBeUndefined()
  })

  it('is of one tenant key', () => {
    expect(verifyWriteOnlyValue(sealed(), binding, macKeyOf(2))).toBeUndefined()
  })

  it('is not one that somebody else sealed with the public key', () => {
    const [mine, theirs] = [sealed(), sealed()]
    for (const forged of [
      { ...mine, v: theirs.v },
      { ...mine, v: `${mine.v}=` },
      { ...mine, fp: 'x'.repeat(22) }
    ]) {
      expect(verifyWriteOnlyValue(forged, binding, macKeys)).toBeUndefined()
    }
    const { fp: _, ...withoutFingerprint } = mine
    expect(verifyWriteOnlyValue(withoutFingerprint, binding, macKeys)).toBeUndefined()
    expect(verifyWriteOnlyValue({ ...sealed(false), fp: mine.fp }, binding, macKeys)).toBeUndefined()
  })

  it.each([
    undefined,
    null,
    'text',
    5,
    [],
    {},
    { v: 'a' },
    { tag: 'a' },
    { v: 1, tag: 'a' },
    { v: 'a', tag: 1 }
  ])('is not %j', stored => {
    expect(verifyWriteOnlyValue(stored, binding, macKeys)).toBeUndefined()
  })

  it.each([0, 10, 19, 20, 21, 30, 41, 42])('is compared to the last character of its tag: %i', index => {
    const value = sealed()
    const other = value.tag[index] === 'A' ? 'E' : 'A'
    const tag = value.tag.slice(0, index) + other + value.tag.slice(index + 1)
    expect(verifyWriteOnlyValue({ ...value, tag }, binding, macKeys)).toBeUndefined()
  })

  it.each(['', '.', 'a.b.c.d.e', 'e30....', `${'A'.repeat(10)}.`, '\ud800', 'x'.repeat(70_000)])(
    'that is stored broken is none: %#',
    v => {
      expect(verifyWriteOnlyValue({ ...sealed(), v }, binding, macKeys)).toBeUndefined()
    }
  )

  it('has no other members', () => {
    expect(verifyWriteOnlyValue({ ...sealed(), v2: 'a' }, binding, macKeys)).toBeUndefined()
  })

  it.each(['', 'x', 'x'.repeat(43), 'é'.repeat(43)])('does not have the tag "%s"', tag => {
    expect(verifyWriteOnlyValue({ ...sealed(), tag }, binding, macKeys)).toBeUndefined()
    expect(verifyWriteOnlyValue({ ...sealed(), fp: 5 }, binding, macKeys)).toBeUndefined()
  })
})

describe('a fingerprint', () => {
  const isFrom = (other: object, value = sealed(), keys = keySet, place = binding) =>
    isSealedFrom(other, value, place, { keySet: keys, macKeys })

  it('tells the same data, whatever the order of its members', () => {
    expect(isFrom(data)).toBe(true)
    expect(isFrom({ iban: 'DE01' })).toBe(false)
    expect(isFrom({})).toBe(false)
  })

  it('is of one user, slot and key', () => {
    expect(isFrom(data, sealed(), keySet, { ...binding, sub: 'oidc|2' })).toBe(false)
    expect(isFrom(data, sealed(), keySet, { ...binding, aud: 'other' })).toBe(false)
    expect(isFrom(data, sealed(), parsePublicKeys(JSON.stringify(keyPair(2).publicJWK)))).toBe(false)
  })

  it('tells nothing where there is none', () => {
    expect(isFrom(data, sealed(false))).toBe(false)
  })
})

describe('the keys of a write-only slot', () => {
  it.each([
    ['private', privateJWK],
    ['secret', secretJWK(1)]
  ])('are not %s', (_what, jwk) => {
    expect(codeThrownBy(() => parsePublicKeys(JSON.stringify(jwk)))).toBe('ERR_KEY_MODE')
  })
})
