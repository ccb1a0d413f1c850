import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'crypto'
import type { Algorithm } from './algorithm.js'
import { decodeBase64url } from './base64url.js'

/** 256 bits, as A256GCM and A256KW ask for. */
const secretKey = ({ kty, k }: Record<string, unknown>): KeyObject | undefined => {
  const bytes = kty === 'oct' && decodeBase64url(k)
  return bytes && bytes.length === 32 ? createSecretKey(bytes) : undefined
}

/** The key encrypts the content itself. Good for 2^32 values (NIST SP 800-38D §8.3). */
export const dir: Algorithm = {
  name: 'dir',
  kind: 'secret',
  importKey(jwk) {
    const cek = secretKey(jwk)
    return (
      cek && {
        wrap: () => ({ cek, encryptedKey: '' }),
        unwrap: encryptedKey => (encryptedKey ? undefined : cek)
      }
    )
  }
}

const keyWrap = 'id-aes256-wrap'
const keyWrapIV = () => Buffer.alloc(8, 0xa6) // RFC 3394 §2.2.3.1

/** The key wraps a fresh content encryption key: for tenants past 2^32 values. */
export const a256kw: Algorithm = {
  name: 'A256KW',
  kind: 'secret',
  importKey(jwk) {
    const kek = secretKey(jwk)
    return (
      kek && {
        wrap() {
          const cek = randomBytes(32)
          const cipher = createCipheriv(keyWrap, kek, keyWrapIV())
          return { cek, encryptedKey: cipher.update(cek, undefined, 'base64url') + cipher.final('base64url') }
        },
        unwrap(encryptedKey) {
          const wrapped = decodeBase64url(encryptedKey)
          if (wrapped?.length !== 40) return undefined
          const decipher = createDecipheriv(keyWrap, kek, keyWrapIV())
          return Buffer.concat([decipher.update(wrapped), decipher.final()])
        }
      }
    )
  }
}
