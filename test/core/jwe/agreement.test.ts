import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pointOf } from '../../../lib/core/format/point.js'
import { decryptJWE, encryptJWE } from '../../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { deriveKey, importPublicKey } from '../../../lib/core/jwe/public-keys.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE, partsOf, withPart } from '../../fixtures/jwe.js'
import { type Curve, keyPair, keySetText, type TestJWK, without } from '../../fixtures/keys.js'

const typ = 'test+jwt'
const parsePublic = createKeySetParser(typ, importPublicKey, pointOf)
const parsePrivate = createKeySetParser(typ, importPrivateKey, pointOf)

/** A point of P-256 moved off its curve. */
const offCurve = (y = ''): string => {
  const bytes = Buffer.from(y, 'base64url')
  bytes[31] = (bytes[31] as number) ^ 1
  return bytes.toString('base64url')
}

const importKey = (jwk: TestJWK) =>
  [createPrivateKey, createPublicKey].map(create => create({ key: jwk as JsonWebKey, format: 'jwk' }))

/** A JWE of an ephemeral key pair of the tests, whose header shows the public half as `shown`. */
const sealedWith = (recipient: TestJWK, curve: Curve, shown: (epk: TestJWK) => unknown) => {
  const { kty = '', crv = '', x = '', y, d = '' } = keyPair(9, curve).privateJWK
  const epk: TestJWK = { kty, crv, x, ...(y && { y }) }
  const [privateKey] = importKey({ ...epk, d })
  const publicKey = createPublicKey({ key: recipient as JsonWebKey, format: 'jwk' })
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: recipient.kid, typ, epk: shown(epk) }
  const cek = deriveKey(
    diffieHellman({ privateKey: privateKey as ReturnType<typeof createPrivateKey>, publicKey })
  )
  return handMadeJWE({ header: JSON.stringify(header), cek, plaintext: 'text' })
}

describe.each<Curve>(['P-256', 'X25519'])('ECDH-ES on %s', curve => {
  const { publicJWK, privateJWK } = keyPair(1, curve)
  const publicKeys = parsePublic(JSON.stringify(publicJWK))
  const privateKeys = parsePrivate(JSON.stringify(privateJWK))
  const codeFor = (jwe: string, keys = privateKeys) => codeThrownBy(() => decryptJWE(jwe, keys))

  it('opens with the private key what was sealed with the public one', () => {
    expect(decryptJWE(encryptJWE('żółć', publicKeys), privateKeys).plaintext).toBe('żółć')
  })

  it('opens with the private key what was sealed with it', () => {
    expect(decryptJWE(encryptJWE('text', privateKeys), privateKeys).plaintext).toBe('text')
  })

  it('does not open with the public key', () => {
    expect(codeFor(encryptJWE('text', publicKeys), publicKeys)).toBe('ERR_DECRYPT')
  })

  it('shows an ephemeral public key of its own each time, and no private half', () => {
    const epks = Array.from({ length: 20 }, () => {
      const [header] = partsOf(encryptJWE('text', publicKeys))
      return JSON.parse(Buffer.from(header, 'base64url').toString()).epk
    })
    expect(new Set(epks.map(({ x }) => x)).size).toBe(20)
    for (const epk of epks) {
      expect(Object.keys(epk)).toEqual(curve === 'P-256' ? ['kty', 'crv', 'x', 'y'] : ['kty', 'crv', 'x'])
    }
  })

  it('does not open for another private key of the same kid', () => {
    const other = parsePrivate(JSON.stringify({ ...keyPair(2, curve).privateJWK, kid: publicJWK.kid }))
    expect(codeFor(encryptJWE('text', publicKeys), other)).toBe('ERR_DECRYPT')
  })

  it('opens what another implementation sealed', () => {
    expect(
      decryptJWE(
        sealedWith(publicJWK, curve, epk => epk),
        privateKeys
      ).plaintext
    ).toBe('text')
  })

  it('has no encrypted key', () => {
    expect(codeFor(withPart(encryptJWE('text', publicKeys), 1, 'AAAA'))).toBe('ERR_DECRYPT')
  })

  it.each<[string, (epk: TestJWK) => unknown]>([
    ['another member', epk => ({ ...epk, use: 'enc' })],
    ['another order', ({ kty, ...rest }) => ({ ...rest, kty })],
    ['a private half', epk => ({ ...epk, d: keyPair(9, curve).privateJWK.d })],
    ['a text that is not canonical', epk => ({ ...epk, x: `${epk.x}=` })],
    ['another kty', epk => ({ ...epk, kty: 'oct' })],
    ['another crv', epk => ({ ...epk, crv: 'P-384' })],
    ['no crv', epk => without(epk, 'crv')],
    ['no x', epk => without(epk, 'x')],
    ['a short x', epk => ({ ...epk, x: epk.x?.slice(0, 40) })],
    ['an x that is no text', epk => ({ ...epk, x: 5 })]
  ])('refuses an ephemeral key with %s', (_what, shown) => {
    expect(codeFor(sealedWith(publicJWK, curve, shown))).toBe('ERR_FORMAT')
  })

  it.each<[string, unknown]>([
    ['a text', 'text'],
    ['true', true],
    ['a list', [1, 2, 3, 4]],
    ['an empty object', {}]
  ])('refuses %s as ephemeral key', (_what, epk) => {
    expect(codeFor(sealedWith(publicJWK, curve, () => epk))).toBe('ERR_FORMAT')
  })

  it('refuses a header without ephemeral key', () => {
    expect(codeFor(sealedWith(publicJWK, curve, () => undefined))).toBe('ERR_FORMAT')
  })

  it('refuses the ephemeral key of the other curve', () => {
    const { kty, crv, x, y } = keyPair(9, curve === 'P-256' ? 'X25519' : 'P-256').publicJWK
    expect(codeFor(sealedWith(publicJWK, curve, () => ({ kty, crv, x, ...(y && { y }) })))).toBe(
      'ERR_DECRYPT'
    )
  })

  it('refuses a private key that is not that of the point', () => {
    const d = keyPair(2, curve).privateJWK.d as string
    expect(codeThrownBy(() => parsePrivate(JSON.stringify({ ...privateJWK, d })))).toBe('ERR_KEY_SET')
  })

  it.each(['', 'AAAA', 5, null])('refuses the private half %j', d => {
    expect(codeThrownBy(() => parsePrivate(JSON.stringify({ ...privateJWK, d })))).toBe('ERR_KEY_SET')
  })
})

describe('points', () => {
  const { publicJWK, privateJWK } = keyPair(1)

  it('off the curve are no public key', () => {
    const jwk = { ...publicJWK, y: offCurve(publicJWK.y) }
    expect(codeThrownBy(() => parsePublic(JSON.stringify(jwk)))).toBe('ERR_KEY_SET')
  })

  it('off the curve are no ephemeral key', () => {
    const jwe = sealedWith(publicJWK, 'P-256', epk => ({ ...epk, y: offCurve(epk.y) }))
    expect(codeThrownBy(() => decryptJWE(jwe, parsePrivate(JSON.stringify(privateJWK))))).toBe('ERR_DECRYPT')
  })

  it('of low order are no ephemeral key on X25519', () => {
    const { publicJWK, privateJWK } = keyPair(1, 'X25519')
    const x = Buffer.alloc(32).toString('base64url')
    const header = {
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      kid: publicJWK.kid,
      typ,
      epk: { kty: 'OKP', crv: 'X25519', x }
    }
    const jwe = handMadeJWE({ header: JSON.stringify(header), cek: deriveKey(Buffer.alloc(32)) })
    expect(codeThrownBy(() => decryptJWE(jwe, parsePrivate(JSON.stringify(privateJWK))))).toBe('ERR_DECRYPT')
  })

  it.each(['P-384', 'secp256k1', 'Ed25519', 'toString', '__proto__', 5, null])(
    'on %s are no key of ours',
    crv => {
      expect(codeThrownBy(() => parsePublic(JSON.stringify({ ...publicJWK, crv })))).toBe('ERR_KEY_SET')
    }
  )

  it.each([
    ['31 and 33', 31],
    ['33 and 31', 33]
  ])('of %s bytes are no public key, although they are 64 together', (_, xBytes) => {
    const point = Buffer.concat([publicJWK.x, publicJWK.y].map(text => Buffer.from(text ?? '', 'base64url')))
    const [x, y] = [point.subarray(0, xBytes), point.subarray(xBytes)].map(bytes =>
      bytes.toString('base64url')
    )
    for (const parse of [parsePublic, parsePrivate]) {
      const jwk = parse === parsePublic ? publicJWK : privateJWK
      expect(codeThrownBy(() => parse(JSON.stringify(jwk)))).toBe('nothing was thrown')
      expect(codeThrownBy(() => parse(JSON.stringify({ ...jwk, x, y })))).toBe('ERR_KEY_SET')
    }
    const jwe = sealedWith(publicJWK, 'P-256', epk => ({ ...epk, x, y }))
    expect(codeThrownBy(() => decryptJWE(jwe, parsePrivate(JSON.stringify(privateJWK))))).toBe('ERR_FORMAT')
  })

  it('on P-384 are no key of ours, however right', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const p384 = { ...publicKey.export({ format: 'jwk' }), kid: 'p384', alg: 'ECDH-ES', use: 'enc' }
    expect(codeThrownBy(() => parsePublic(JSON.stringify(p384)))).toBe('ERR_KEY_SET')
  })

  it('of both curves may be in one set', () => {
    const pairs = [keyPair(1), keyPair(1, 'X25519')]
    const privateKeys = parsePrivate(keySetText(...pairs.map(pair => pair.privateJWK)))
    for (const { publicJWK } of pairs) {
      const jwe = encryptJWE('text', parsePublic(JSON.stringify(publicJWK)))
      expect(decryptJWE(jwe, privateKeys).key.kid).toBe(publicJWK.kid)
    }
  })
})
