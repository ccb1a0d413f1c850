import { describe, expect, it } from 'vitest'
import { decryptJWE, encryptJWE } from '../../../lib/core/jwe/compact.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE, nonCanonical, partsOf, secretBytes, withPart } from '../../fixtures/jwe.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'

const jwk = secretJWK(1, 'A256KW')
const keySet = parseSecretKeys(keySetText(jwk))
const codeFor = (jwe: string) => codeThrownBy(() => decryptJWE(jwe, keySet))

describe('A256KW', () => {
  it('opens to the text that was sealed', () => {
    expect(decryptJWE(encryptJWE('text', keySet), keySet).plaintext).toBe('text')
  })

  it('wraps a content key of its own each time', () => {
    const wrapped = Array.from({ length: 100 }, () => partsOf(encryptJWE('', keySet))[1])
    expect(new Set(wrapped).size).toBe(100)
    for (const key of wrapped) expect(Buffer.from(key, 'base64url')).toHaveLength(40)
  })

  it('answers a failed unwrap like a failed decryption', () => {
    const jwe = encryptJWE('text', keySet)
    const flipped = Buffer.from(partsOf(jwe)[1], 'base64url')
    flipped[0] = (flipped[0] as number) ^ 1
    const failures = [withPart(jwe, 1, flipped.toString('base64url')), withPart(jwe, 4, 'A'.repeat(22))]
    expect(failures.map(codeFor)).toEqual(['ERR_DECRYPT', 'ERR_DECRYPT'])
  })

  it('has one text only for the encrypted key', () => {
    const jwe = encryptJWE('text', keySet)
    expect(codeFor(withPart(jwe, 1, nonCanonical(partsOf(jwe)[1])))).toBe('ERR_FORMAT')
  })

  it.each(['', 'AAAA', 'A'.repeat(64)])('refuses the encrypted key "%s"', encryptedKey => {
    expect(codeFor(withPart(encryptJWE('text', keySet), 1, encryptedKey))).toBe('ERR_DECRYPT')
  })

  it('wraps with the key itself, never as dir', () => {
    const header = JSON.stringify({ alg: 'A256KW', enc: 'A256GCM', kid: jwk.kid, typ: 'a0seal+jwt' })
    expect(codeFor(handMadeJWE({ header, cek: secretBytes(jwk) }))).toBe('ERR_DECRYPT')
  })

  it('does not open under the header of dir, although the key is the same', () => {
    const header = JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: jwk.kid, typ: 'a0seal+jwt' })
    expect(codeFor(handMadeJWE({ header, cek: secretBytes(jwk) }))).toBe('ERR_FORMAT')
  })
})
