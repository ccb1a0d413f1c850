import { createCipheriv, createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { typAtRest } from '../../../lib/core/format/header.js'
import { decryptJWE } from '../../../lib/core/jwe/compact.js'
import { encodeHeader } from '../../../lib/core/jwe/header.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { secretBytes } from '../../fixtures/jwe.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'

// AES-GCM does not commit to its key: the tag is a polynomial over the ciphertext blocks, so for any two keys one block can
// be chosen that makes both tags the same (Dodis, Grubbs, Ristenpart, Woodage, "Fast Message Franking", CRYPTO 2018).

const blockBytes = 16

/** A block as an element of GF(2^128) in GCM's bit order: the leftmost bit is the coefficient of x^0. */
const elementOf = (block: Buffer): bigint => BigInt(`0x${block.toString('hex')}`)
const blockOf = (element: bigint): Buffer => Buffer.from(element.toString(16).padStart(32, '0'), 'hex')

const one = 1n << 127n
const reduction = 0xe1n << 120n

/** NIST SP 800-38D §6.3. */
const multiply = (a: bigint, b: bigint): bigint => {
  let product = 0n
  let power = b
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= power
    power = power & 1n ? (power >> 1n) ^ reduction : power >> 1n
  }
  return product
}

/** a^(2^128 - 2). */
const inverse = (a: bigint): bigint => {
  let result = one
  let square = a
  for (let i = 1; i < 128; i++) {
    square = multiply(square, square)
    result = multiply(result, square)
  }
  return result
}

const encryptBlock = (key: Buffer, block: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return Buffer.concat([cipher.update(block), cipher.final()])
}

const counterBlock = (iv: Buffer, counter: number): Buffer => Buffer.concat([iv, Buffer.of(0, 0, 0, counter)])

/** GCM's parts under one key: what the tag is made of, and what each block is encrypted with. */
const gcmOf = (key: Buffer, iv: Buffer) => ({
  hashKey: elementOf(encryptBlock(key, Buffer.alloc(blockBytes))),
  tagMask: elementOf(encryptBlock(key, counterBlock(iv, 1))),
  keystream: (blocks: number): Buffer =>
    Buffer.concat(Array.from({ length: blocks }, (_, i) => encryptBlock(key, counterBlock(iv, i + 2))))
})
type Gcm = ReturnType<typeof gcmOf>

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ (b[i] as number)))

const blocksOf = (bytes: Buffer): bigint[] =>
  Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, i) => {
    const block = Buffer.alloc(blockBytes)
    bytes.copy(block, 0, i * blockBytes, (i + 1) * blockBytes)
    return elementOf(block)
  })

/** The tag as a sum: each block times a power of the hash key. NIST SP 800-38D §7.1. */
const tagOf = (aad: Buffer, ciphertext: Buffer, { hashKey, tagMask }: Gcm): bigint => {
  const lengths = (BigInt(aad.length * 8) << 64n) | BigInt(ciphertext.length * 8)
  const hash = [...blocksOf(aad), ...blocksOf(ciphertext), lengths].reduce(
    (sum, block) => multiply(sum ^ block, hashKey),
    0n
  )
  return hash ^ tagMask
}

/** A ciphertext and a tag that are right under both keys: the first text reads under the one, the second under the other. */
const collide = (keys: [Buffer, Buffer], texts: [string, string], aad: Buffer, iv: Buffer) => {
  const [left, right] = keys.map(key => gcmOf(key, iv)) as [Gcm, Gcm]
  const plaintexts = Buffer.concat(texts.map(text => Buffer.from(text)))
  const half = plaintexts.length / 2
  const blocks = plaintexts.length / blockBytes
  const keystream = Buffer.concat([
    left.keystream(blocks).subarray(0, half),
    right.keystream(blocks).subarray(half)
  ])
  const withLast = (block: Buffer) => Buffer.concat([xor(plaintexts, keystream), block])
  // The last block counts times H^2. With it zero the tags differ by what (H1^2 + H2^2) times it has to make up for.
  const zero = withLast(Buffer.alloc(blockBytes))
  const difference = tagOf(aad, zero, left) ^ tagOf(aad, zero, right)
  const squares = multiply(left.hashKey, left.hashKey) ^ multiply(right.hashKey, right.hashKey)
  const ciphertext = withLast(blockOf(multiply(difference, inverse(squares))))
  return { ciphertext, tag: blockOf(tagOf(aad, ciphertext, left)) }
}

const decryptRaw = (key: Buffer, iv: Buffer, aad: Buffer, ciphertext: Buffer, tag: Buffer): string => {
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(aad).setAuthTag(tag)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('latin1')
}

describe('one ciphertext for two keys', () => {
  const [named, other] = [secretJWK(1), secretJWK(2)]
  const texts: [string, string] = [
    'the first reader is told: salary 1'.padEnd(48),
    'the other one: salary 9'.padEnd(48)
  ]
  const iv = Buffer.from('a0seal test.')
  const header = encodeHeader({ alg: 'dir', kid: named.kid as string, typ: typAtRest })
  const aad = Buffer.from(header)
  const { ciphertext, tag } = collide([secretBytes(named), secretBytes(other)], texts, aad, iv)
  const jwe = [header, '', ...[iv, ciphertext, tag].map(bytes => bytes.toString('base64url'))].join('.')
  const codeFor = (...keys: object[]) =>
    codeThrownBy(() => decryptJWE(jwe, parseSecretKeys(keySetText(...keys))))

  it('opens under both with AES-GCM alone, to what the attacker wants each to read', () => {
    expect(decryptRaw(secretBytes(named), iv, aad, ciphertext, tag).slice(0, 48)).toBe(texts[0])
    expect(decryptRaw(secretBytes(other), iv, aad, ciphertext, tag).slice(48, 96)).toBe(texts[1])
  })

  it('opens as a JWE under the key that it names', () => {
    expect(codeFor(named)).toBe('nothing was thrown')
    expect(codeFor(other, named)).toBe('nothing was thrown')
    const { plaintext, key } = decryptJWE(jwe, parseSecretKeys(keySetText(other, named)))
    expect(plaintext.slice(0, 48)).toBe(texts[0])
    expect(key.kid).toBe(named.kid)
  })

  it('is refused by who has only the key that it does not name', () => {
    expect(codeFor(other)).toBe('ERR_UNKNOWN_KEY')
    expect(codeFor(other, secretJWK(3))).toBe('ERR_UNKNOWN_KEY')
  })

  it('is refused by who gives the other key the name of the first', () => {
    const renamed = { ...other, kid: named.kid }
    expect(codeFor(renamed)).toBe('ERR_KEY_SET')
    expect(codeFor(named, renamed)).toBe('ERR_KEY_SET')
    expect(codeFor(renamed, named)).toBe('ERR_KEY_SET')
  })

  it('does not open under the other key with that key in its header: the header is authenticated', () => {
    const otherHeader = encodeHeader({ alg: 'dir', kid: other.kid as string, typ: typAtRest })
    const renamed = [otherHeader, ...jwe.split('.').slice(1)].join('.')
    const both = parseSecretKeys(keySetText(named, other))
    expect(codeThrownBy(() => decryptJWE(renamed, both))).toBe('ERR_DECRYPT')
  })
})
