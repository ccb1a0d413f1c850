import { webcrypto } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { nowSeconds } from '../fixtures/clock.js'
import { handMadeJWE, nonCanonical, partsOf, secretBytes, withPart } from '../fixtures/jwe.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import {
  codeRejectedBy,
  readableValue,
  recipient,
  releasedValue,
  sealedText,
  slot,
  subject,
  tenant,
  token
} from './values.js'

const jwk = secretJWK(1)
const wrapping = secretJWK(2, 'A256KW')
const reader = createReader({ keys: keySetText(jwk, wrapping), tenant, slot })
const codeFor = (value: unknown) => codeRejectedBy(reader.open(value, { token }))
const released = createReader({ keys: keyPair(1).privateJWK as never, tenant, recipient })
const releasedCode = (value: unknown) => codeRejectedBy(released.open(value, { token }))

const { kid } = jwk
const good = { alg: 'dir', enc: 'A256GCM', kid, typ: 'a0seal+jwt' }
const plaintext = JSON.stringify({
  iss: `urn:auth0:${tenant}`,
  sub: subject,
  aud: slot,
  iat: nowSeconds,
  data: {}
})
/** What a careless reader would open: all is right but the header. */
const withHeader = (header: string | Buffer) => handMadeJWE({ header, cek: secretBytes(jwk), plaintext })

afterEach(() => vi.restoreAllMocks())

describe('the header of a value', () => {
  it('opens as it should be', async () => {
    expect(await reader.open(withHeader(JSON.stringify(good)), { token })).toMatchObject({ data: {} })
  })

  const text = JSON.stringify(good)
  it.each<[string, string | Buffer]>([
    ['a member more', JSON.stringify({ ...good, cty: 'JWT' })],
    ['crit', JSON.stringify({ ...good, crit: ['exp'] })],
    ['zip', JSON.stringify({ ...good, zip: 'DEF' })],
    ['an epk without ECDH-ES', JSON.stringify({ ...good, epk: null })],
    [
      'a point without ECDH-ES',
      JSON.stringify({ ...good, epk: { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) } })
    ],
    ['no kid', JSON.stringify({ ...good, kid: undefined })],
    ['a kid that is no text', JSON.stringify({ ...good, kid: [kid] })],
    ['no typ', JSON.stringify({ ...good, typ: undefined })],
    ['another typ', JSON.stringify({ ...good, typ: 'JWT' })],
    ['the typ of released values', JSON.stringify({ ...good, typ: 'a0seal-release+jwt' })],
    ['its typ in other letters', JSON.stringify({ ...good, typ: 'A0SEAL+JWT' })],
    ['another order', JSON.stringify({ enc: good.enc, alg: good.alg, kid, typ: good.typ })],
    ['white space', JSON.stringify(good, null, 1)],
    ['a member twice', text.replace('{', '{"alg":"dir",')],
    ['an escaped letter', text.replace('dir', '\\u0064ir')],
    ['a __proto__', text.replace('}', ',"__proto__":{}}')],
    ['a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(text), Buffer.of(0xff)])],
    ['a list', `[${text}]`],
    ['null', 'null'],
    ['nothing', '']
  ])('is refused with %s', async (_, header) => {
    expect(await codeFor(withHeader(header))).toBe('ERR_FORMAT')
  })

  it.each([
    'none',
    'DIR',
    'RSA-OAEP',
    'A128KW',
    'ECDH-ES+A256KW',
    'PBES2-HS256+A128KW',
    'constructor',
    undefined,
    ['dir'],
    null
  ])('is refused with the algorithm %j before a key is looked for', async alg => {
    expect(await codeFor(withHeader(JSON.stringify({ ...good, alg, kid: 'unknown' })))).toBe('ERR_FORMAT')
  })

  it.each(['A128GCM', 'A256CBC-HS512', 'a256gcm', null])('is refused with the encryption %j', async enc => {
    expect(await codeFor(withHeader(JSON.stringify({ ...good, enc })))).toBe('ERR_FORMAT')
  })

  it('selects one key: with the kid of another the value does not open', async () => {
    const other = createReader({ keys: keySetText(jwk, secretJWK(3)), tenant, slot })
    const value = withHeader(JSON.stringify({ ...good, kid: secretJWK(3).kid }))
    expect(await codeRejectedBy(other.open(value, { token }))).toBe('ERR_DECRYPT')
  })

  it('selects none for a kid that is unknown', async () => {
    for (const unknown of ['', 'constructor', 'toString', `${kid} `]) {
      const value = withHeader(JSON.stringify({ ...good, kid: unknown }))
      expect(await codeFor(value)).toBe('ERR_UNKNOWN_KEY')
    }
  })
})

describe('the ephemeral key of a released value', () => {
  const [encoded] = partsOf(releasedValue())
  const header = JSON.parse(Buffer.from(encoded, 'base64url').toString())
  const withEpk = (epk: unknown) =>
    withPart(releasedValue(), 0, Buffer.from(JSON.stringify({ ...header, epk })).toString('base64url'))

  it.each<[string, unknown]>([
    ['is missing', undefined],
    ['is null', null],
    ['is a text', 'x'],
    ['has a private half', { ...header.epk, d: 'A'.repeat(43) }],
    ['has another member', { ...header.epk, use: 'enc' }],
    ['has another order', { crv: 'P-256', kty: 'EC', x: header.epk.x, y: header.epk.y }],
    ['is of another type', { ...header.epk, kty: 'OKP' }],
    ['is of another type on X25519', { kty: 'EC', crv: 'X25519', x: header.epk.x }],
    ['is on another curve', { ...header.epk, crv: 'P-384' }],
    ['has a coordinate too few', { ...header.epk, y: undefined }],
    ['has a coordinate that is short', { ...header.epk, x: header.epk.x.slice(0, 42) }],
    ['has a coordinate that is not canonical', { ...header.epk, x: nonCanonical(header.epk.x) }]
  ])('is refused where it %s', async (_, epk) => {
    expect(await releasedCode(withEpk(epk))).toBe('ERR_FORMAT')
  })

  it.each<[string, unknown]>([
    ['another point', keyPair(9).publicJWK],
    ['no point of the curve', { ...keyPair(9).publicJWK, y: keyPair(8).publicJWK.y }],
    ['on the other curve', keyPair(9, 'X25519').publicJWK],
    ['of low order', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }]
  ])('does not open where it is %s', async (_, epk) => {
    const { kty, crv, x, y } = epk as Record<string, string>
    expect(await releasedCode(withEpk({ kty, crv, x, y }))).toBe('ERR_DECRYPT')
  })
})

describe('a value', () => {
  const value = readableValue()
  const [header, , iv, ciphertext, tag] = partsOf(value)

  it.each([
    ['a part too few', [header, '', iv, ciphertext].join('.')],
    ['a part too many', `${value}.`],
    ['white space before it', ` ${value}`],
    ['white space behind it', `${value}\n`],
    ['padding', `${value}=`],
    ['a header that is not canonical', withPart(value, 0, `${header}=`)],
    ['a tag that is not canonical', withPart(value, 4, nonCanonical(tag))],
    ['an IV of other letters', withPart(value, 2, `+${iv.slice(1)}`)],
    ['no IV', withPart(value, 2, '')],
    [
      'a longer IV',
      handMadeJWE({ header: JSON.stringify(good), cek: secretBytes(jwk), plaintext, ivBytes: 16 })
    ],
    ['no tag', withPart(value, 4, '')],
    [
      'a shorter tag',
      handMadeJWE({ header: JSON.stringify(good), cek: secretBytes(jwk), plaintext, tagBytes: 12 })
    ]
  ])('is refused with %s', async (_, changed) => {
    expect(await codeFor(changed)).toBe('ERR_FORMAT')
  })

  it('is refused with a ciphertext that is not canonical', async () => {
    // 129 bytes: base64url has spare bits in its last character.
    const short = handMadeJWE({
      header: JSON.stringify(good),
      cek: secretBytes(jwk),
      plaintext: plaintext.padEnd(130)
    })
    expect(await codeFor(short)).toBe('nothing was thrown')
    expect(await codeFor(withPart(short, 3, nonCanonical(partsOf(short)[3])))).toBe('ERR_FORMAT')
  })

  it('is refused with a wrapped key that is not canonical', async () => {
    const wrapped = readableValue({ jwk: wrapping })
    expect(await codeFor(withPart(wrapped, 1, nonCanonical(partsOf(wrapped)[1])))).toBe('ERR_FORMAT')
  })

  it('has at most 65,536 characters', async () => {
    const spare = (chars: number) =>
      ' '.repeat(Math.floor(((chars - 120 - header.length) * 3) / 4) - plaintext.length)
    const sealed = (chars: number) => sealedText(plaintext + spare(chars), 'a0seal+jwt', jwk)
    expect(sealed(65_500).length).toBeLessThanOrEqual(65_536)
    expect(await codeFor(sealed(65_500))).toBe('nothing was thrown')
    expect(sealed(65_700).length).toBeGreaterThan(65_536)
    expect(await codeFor(sealed(65_700))).toBe('ERR_FORMAT')
  })

  it('that is malformed meets no cryptography', async () => {
    const decrypt = vi.spyOn(webcrypto.subtle, 'decrypt')
    await codeFor(value)
    expect(decrypt).toHaveBeenCalledTimes(1)
    await codeFor(withHeader(JSON.stringify({ ...good, zip: 'DEF' })))
    await codeFor(withPart(value, 4, nonCanonical(tag)))
    expect(decrypt).toHaveBeenCalledTimes(1)
  })
})

describe('failed decryption', () => {
  const value = readableValue()
  const flip = (index: number) => {
    const bytes = Buffer.from(partsOf(value)[index] as string, 'base64url')
    bytes[0] = (bytes[0] as number) ^ 1
    return withPart(value, index, bytes.toString('base64url'))
  }
  const wrapped = readableValue({ jwk: wrapping })

  it.each([
    ['IV', flip(2)],
    ['ciphertext', flip(3)],
    ['tag', flip(4)],
    ['ciphertext, which is empty', withPart(value, 3, '')],
    ['wrapped key, where none may be', withPart(value, 1, 'AAAA')],
    ['wrapped key, where one must be', withPart(wrapped, 1, '')],
    ['wrapped key of another value', withPart(wrapped, 1, partsOf(readableValue({ jwk: wrapping }))[1])],
    [
      'text, which is no UTF-8',
      handMadeJWE({
        header: JSON.stringify(good),
        cek: secretBytes(jwk),
        plaintext: Buffer.of(0xff) as never
      })
    ]
  ])('is one code and one message, whatever is wrong: the %s', async (_, changed) => {
    const refusal = { code: 'ERR_DECRYPT', message: 'ERR_DECRYPT' }
    await expect(reader.open(changed, { token })).rejects.toMatchObject(refusal)
  })
})
