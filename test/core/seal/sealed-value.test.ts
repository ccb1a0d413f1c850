import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { typAtRest, typReleased } from '../../../lib/core/format/header.js'
import { parseRecipientKeys } from '../../../lib/core/seal/released.js'
import { open, parseSecretKeys, seal } from '../../../lib/core/seal/sealed-value.js'
import { jsonObject, runs } from '../../fixtures/arbitraries.js'
import { nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { partsOf, withPart } from '../../fixtures/jwe.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

const binding = { iss: 'urn:auth0:acme', sub: 'oidc|1', aud: 'demographics' }
const keySet = parseSecretKeys(keySetText(secretJWK(1)))
const iat = nowSeconds
const headerOf = (jwe: string) => JSON.parse(Buffer.from(partsOf(jwe)[0], 'base64url').toString())

const words = [
  'male',
  'female',
  'diverse',
  'intersex',
  'unknown',
  'other',
  'x',
  'prefer not to say',
  'nonbinary',
  'agender',
  'genderfluid',
  'not applicable'
]

describe('a sealed value', () => {
  it('opens to the same data', () => {
    fc.assert(
      fc.property(jsonObject, fc.integer({ min: 0, max: 2 ** 40 }), (data, iat) => {
        const opened = open(seal({ data, iat }, binding, keySet), binding, keySet)
        expect(opened).toMatchObject({ data, iat, isCurrent: true })
        expect(Object.keys(opened.data)).toHaveLength(Object.keys(data).length)
      }),
      runs
    )
  })

  it('says who vouches for the data', () => {
    expect(open(seal({ data: {}, iat, src: 'user' }, binding, keySet), binding, keySet).src).toBe('user')
    expect(open(seal({ data: {}, iat }, binding, keySet), binding, keySet).src).toBeUndefined()
  })

  it.each([
    [
      'dir',
      keySetText(secretJWK(1)),
      { alg: 'dir', enc: 'A256GCM', kid: secretJWK(1).kid, typ: 'a0seal+jwt' }
    ],
    [
      'A256KW',
      keySetText(secretJWK(1, 'A256KW')),
      { alg: 'A256KW', enc: 'A256GCM', kid: secretJWK(1).kid, typ: 'a0seal+jwt' }
    ]
  ])('has the header of the format under %s', (_alg, text, header) => {
    const jwe = seal({ data: {}, iat }, binding, parseSecretKeys(text))
    expect(headerOf(jwe)).toEqual(header)
    expect(Object.keys(headerOf(jwe))).toEqual(Object.keys(header))
  })

  it('is another text each time', () => {
    const texts = Array.from({ length: 100 }, () => seal({ data: {}, iat }, binding, keySet))
    expect(new Set(texts).size).toBe(100)
  })

  it('has at most 580 characters for an object of 200 bytes', () => {
    const data = { a: 'x'.repeat(192) }
    expect(seal({ data, iat }, binding, keySet).length).toBeLessThanOrEqual(580)
  })

  it('has one length for a closed set of words, however long the user id is', () => {
    for (let length = 1; length <= 64; length++) {
      const place = { ...binding, sub: 'u'.repeat(length) }
      const lengths = words.map(gender => seal({ data: { gender }, iat }, place, keySet).length)
      expect(new Set(lengths).size).toBe(1)
    }
  })

  it.each([
    ['user', { ...binding, sub: 'oidc|2' }],
    ['tenant', { ...binding, iss: 'urn:auth0:acme-dev' }],
    ['slot', { ...binding, aud: 'payroll' }]
  ])('does not open for another %s', (_what, other) => {
    expect(codeThrownBy(() => open(seal({ data: {}, iat }, binding, keySet), other, keySet))).toBe(
      'ERR_BINDING'
    )
  })

  it('tells whether its key is still the first', () => {
    const jwe = seal({ data: {}, iat }, binding, keySet)
    const rotated = parseSecretKeys(keySetText(secretJWK(2), secretJWK(1)))
    const added = parseSecretKeys(keySetText(secretJWK(1), secretJWK(2)))
    expect(open(jwe, binding, rotated).isCurrent).toBe(false)
    expect(open(jwe, binding, added).isCurrent).toBe(true)
    expect(codeThrownBy(() => open(jwe, binding, parseSecretKeys(keySetText(secretJWK(2)))))).toBe(
      'ERR_UNKNOWN_KEY'
    )
  })

  it.each([{ a: undefined }, { a: new Date(0) }, { a: -0 }])('is not made of %o', data => {
    expect(codeThrownBy(() => seal({ data: data as never, iat }, binding, keySet))).toBe('ERR_DATA')
  })

  it('is not one that was released, and the reverse', () => {
    const { publicJWK } = keyPair(1)
    const released = seal({ data: {}, iat }, binding, parseRecipientKeys(JSON.stringify(publicJWK)))
    expect([typAtRest, typReleased]).toEqual(['a0seal+jwt', 'a0seal-release+jwt'])
    expect(headerOf(released)).toMatchObject({ alg: 'ECDH-ES', typ: typReleased, kid: publicJWK.kid })
    expect(codeThrownBy(() => open(released, binding, keySet))).toBe('ERR_FORMAT')
  })
})

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe.each([
  ['dir', secretJWK(1)],
  ['A256KW', secretJWK(1, 'A256KW')]
])('a value under %s that was tampered with', (_alg, jwk) => {
  const keys = parseSecretKeys(keySetText(jwk, secretJWK(2)))
  const jwe = seal({ data: { gender: 'diverse' }, iat }, binding, keys)
  const codeFor = (text: string) => codeThrownBy(() => open(text, binding, keys))
  const failures = ['ERR_FORMAT', 'ERR_UNKNOWN_KEY', 'ERR_DECRYPT']

  it('does not open with any character changed', () => {
    expect(codeFor(jwe)).toBe('nothing was thrown')
    const others: string[] = []
    for (let i = 0; i < jwe.length; i++) {
      const at = alphabet.indexOf(jwe[i] as string)
      const neighbours = [1, 2, 4, 16, 32].map(bit => alphabet[at < 0 ? bit : at ^ bit])
      for (const other of [...neighbours, '.', '=', ' ']) {
        if (other === jwe[i]) continue
        const code = codeFor(jwe.slice(0, i) + other + jwe.slice(i + 1))
        if (!failures.includes(code)) others.push(`position ${i}: ${code}`)
      }
    }
    expect(others).toEqual([])
  })

  it('does not open with any character left out or doubled', () => {
    for (let i = 0; i < jwe.length; i++) {
      expect(failures, `without ${i}`).toContain(codeFor(jwe.slice(0, i) + jwe.slice(i + 1)))
      expect(failures, `twice ${i}`).toContain(codeFor(jwe.slice(0, i) + jwe.slice(i)[0] + jwe.slice(i)))
    }
  })

  it('does not open cut off at any length', () => {
    for (let length = 0; length < jwe.length; length++) {
      expect(failures, `length ${length}`).toContain(codeFor(jwe.slice(0, length)))
    }
  })

  it('does not open with any part of another value', () => {
    const other = seal({ data: { gender: 'male' }, iat }, binding, keys)
    for (const index of [1, 2, 3, 4]) {
      const part = partsOf(other)[index] as string
      if (part) expect(codeFor(withPart(jwe, index, part))).toBe('ERR_DECRYPT')
    }
  })
})
