import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from '../crypto.js'
import { fail } from '../errors.js'
import { decodeBase64url, encodeBase64url } from './base64url.js'
import { encodeHeader } from './header.js'
import type { ImportKey, Key } from './key.js'
import { keyId } from './thumbprint.js'

type Create = typeof createCipheriv | typeof createDecipheriv

/** AES Key Wrap of a 256-bit key, or back, with the initial value of RFC 3394 §2.2.3.1. */
function keyWrap(create: Create, kek: KeyObject, key: Buffer): Buffer {
  const cipher = create('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6))
  return Buffer.concat([cipher.update(key), cipher.final()])
}

/** A256KW: the key wraps a fresh content encryption key. For tenants past 2^32 values. */
function keyWrapping(kek: KeyObject): Pick<Key, 'wrap' | 'unwrap'> {
  return {
    wrap() {
      const cek = randomBytes(32)
      return { cek, encryptedKey: encodeBase64url(keyWrap(createCipheriv, kek, cek)) }
    },
    unwrap(encryptedKey) {
      const wrapped = decodeBase64url(encryptedKey)
      return wrapped && keyWrap(createDecipheriv, kek, wrapped)
    }
  }
}

/**
 * A key of 256 bits under a `kid` that is checked against them. That commits a value to its key: AES-GCM alone does not, one
 * ciphertext can open under two keys. With `dir` the key encrypts the content itself, which is good for 2^32 values (NIST SP
 * 800-38D §8.3).
 */
export const importSecretKey: ImportKey = (jwk, typ) => {
  const { kty, k, kid, alg, use, d } = jwk
  if (use !== 'enc') fail('ERR_KEY_SET')
  if ((alg !== 'dir' && alg !== 'A256KW') || d !== undefined) return fail('ERR_KEY_MODE')
  const bytes = decodeBase64url(k)
  if (kty !== 'oct' || bytes?.length !== 32 || kid !== keyId(jwk)) return fail('ERR_KEY_SET')
  const key = createSecretKey(bytes)
  const header = encodeHeader({ alg, kid, typ })
  const ways = alg === 'dir' ? { cek: key } : keyWrapping(key)
  return { kid, alg, header, aad: Buffer.from(header), ...ways }
}
