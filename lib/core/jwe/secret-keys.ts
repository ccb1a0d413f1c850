import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from '../crypto.js'
import { fail } from '../errors.js'
import { decodeBase64url, encodeBase64url } from './base64url.js'
import { encodeHeader } from './header.js'
import type { ImportKey, Key } from './key.js'
import { keyId } from './thumbprint.js'

/** AES Key Wrap of 256-bit keys, with the initial value of RFC 3394 §2.2.3.1. */
const keyWrap = <C>(create: (cipher: string, kek: KeyObject, iv: Buffer) => C, kek: KeyObject): C =>
  create('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6))

/** A256KW: the key wraps a fresh content encryption key. For tenants past 2^32 values. */
const keyWrapping = (kek: KeyObject): Pick<Key, 'wrap' | 'unwrap'> => ({
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
})

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
