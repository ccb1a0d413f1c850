import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { codeThrownBy } from '../fixtures/codes.js'
import { keyPair, keySetText, type TestJWK } from '../fixtures/keys.js'
import { codeRejectedBy, data, pemOf, recipient, releasedValue, tenant, token } from './values.js'

type ECDH = { name: 'ECDH'; namedCurve: 'P-256' | 'P-384' }
const p256: ECDH = { name: 'ECDH', namedCurve: 'P-256' }
const p384: ECDH = { name: 'ECDH', namedCurve: 'P-384' }
const { subtle } = webcrypto

const { publicJWK, privateJWK } = keyPair(1)
const kid = publicJWK.kid as string
const x25519 = keyPair(1, 'X25519')
const reader = (keys: unknown) => createReader({ keys: keys as never, tenant, recipient })

const imported = (
  { alg, use, ...jwk }: TestJWK,
  algorithm: object,
  options: { extractable?: boolean; usages?: string[] } = {}
) => {
  const { extractable = false, usages = ['deriveBits'] } = options
  return subtle.importKey('jwk', jwk, algorithm as ECDH, extractable, usages as ['deriveBits'])
}

const ours = await imported(privateJWK, p256)
const oursX25519 = await imported(x25519.privateJWK, { name: 'X25519' })
const generated = await subtle.generateKey(p384, true, ['deriveBits'])
const p384JWK = (await subtle.exportKey('jwk', generated.privateKey)) as TestJWK
const signing = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])

const wrongKeys: [string, object][] = [
  ['a PEM that is no text', { pem: 1 }],
  ['an object', { cryptoKey: {} }],
  [
    'an object that looks like a key',
    { cryptoKey: { type: 'private', extractable: false, usages: ['deriveBits'], algorithm: p256 } }
  ],
  ['undefined', { cryptoKey: undefined }],
  ['one that can be extracted', { cryptoKey: await imported(privateJWK, p256, { extractable: true }) }],
  ['the public half', { cryptoKey: await imported(publicJWK, p256, { usages: [] }) }],
  ['secret', { cryptoKey: await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['decrypt']) }],
  ['for signatures', { cryptoKey: signing.privateKey }],
  ['for another use', { cryptoKey: await imported(privateJWK, p256, { usages: ['deriveKey'] }) }],
  ['on another curve', { cryptoKey: await imported(p384JWK, p384) }]
]

describe('a private key for a reader', () => {
  it.each<[string, unknown]>([
    ['a PEM', { kid, pem: pemOf(privateJWK) }],
    ['a PEM with white space around', { kid, pem: `\n ${pemOf(privateJWK)}` }],
    ['the text of a set of PEMs', keySetText({ kid, pem: pemOf(privateJWK) })],
    ['a non-extractable key', { kid, cryptoKey: ours }],
    ['one of a set of several forms', { keys: [keyPair(2).privateJWK, { kid, cryptoKey: ours }] }],
    ['a non-extractable key that a function gets', async () => ({ kid, cryptoKey: ours })]
  ])('may be %s', async (_, keys) => {
    expect(await reader(keys).open(releasedValue(), { token })).toMatchObject({ data })
  })

  it.each<[string, object]>([
    ['a PEM', { pem: pemOf(x25519.privateJWK) }],
    ['a non-extractable key', { cryptoKey: oursX25519 }]
  ])('may be %s on X25519', async (_, key) => {
    const { kid: ownKid, ...rest } = x25519.publicJWK
    const value = releasedValue({ jwk: { ...rest, kid: ownKid as string } })
    expect(await reader({ kid: ownKid, ...key }).open(value, { token })).toMatchObject({ data })
  })

  it.each(wrongKeys)('is ERR_KEY_SET where it is %s', (_, key) => {
    expect(codeThrownBy(() => reader({ kid, ...key }))).toBe('ERR_KEY_SET')
  })

  it('is ERR_KEY_SET without a kid', () => {
    expect(codeThrownBy(() => reader({ pem: pemOf(privateJWK) }))).toBe('ERR_KEY_SET')
    expect(codeThrownBy(() => reader({ cryptoKey: ours }))).toBe('ERR_KEY_SET')
    expect(codeThrownBy(() => reader(pemOf(privateJWK)))).toBe('ERR_KEY_SET')
  })

  it.each([
    ['on another curve', pemOf(p384JWK)],
    ['of a public key', pemOf(privateJWK).replaceAll('PRIVATE', 'PUBLIC')],
    ['that is cut off', pemOf(privateJWK).slice(0, 80)]
  ])('is ERR_KEY_SET, at the first value, where it is a PEM %s', async (_, pem) => {
    expect(await codeRejectedBy(reader({ kid, pem }).open(releasedValue(), { token }))).toBe('ERR_KEY_SET')
  })
})
