import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from '../crypto.js'
import type { Algorithm } from './algorithm.js'
import { decodeBase64url, encodeBase64url } from './base64url.js'
import { keyId } from './thumbprint.js'

/**
 * 256 bits, as A256GCM and A256KW ask for, under a `kid` that is checked against them. That commits a value to its key:
 * AES-GCM alone does not, one ciphertext can open under two keys.
 */
const secretKey = (jwk: Record<string, unknown>): KeyObject | undefined => {
  const bytes = decodeBase64url(jwk.k)
  return jwk.kty === 'oct' && bytes?.length === 32 && jwk.kid === keyId(jwk)
    ? createSecretKey(bytes)
    : undefined
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

/** AES Key Wrap of 256-bit keys, with the initial value of RFC 3394 §2.2.3.1. */
const keyWrap = <C>(create: (cipher: string, kek: KeyObject, iv: Buffer) => C, kek: KeyObject): C =>
  create('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6))

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
          const cipher = keyWrap(createCipheriv, kek)
          return { cek, encryptedKey: encodeBase64url(Buffer.concat([cipher.update(cek), cipher.final()])) }
        },
        unwrap(encryptedKey) {
          const wrapped = decodeBase64url(encryptedKey)
          const decipher = keyWrap(createDecipheriv, kek)
          return wrapped && Buffer.concat([decipher.update(wrapped), decipher.final()])
        }
      }
    )
  }
}
