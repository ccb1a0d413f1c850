import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from '../crypto.js'
import { fail } from '../errors.js'
import { is32Bytes } from '../format/base64url.js'
import { algorithmOf, isOurs, type KeyMode } from '../format/jwk.js'
import { encodeBase64url } from './base64url.js'
import { encodeHeader } from './header.js'
import type { ImportKey } from './key.js'
import { keyId } from './thumbprint.js'

type Create = typeof createCipheriv | typeof createDecipheriv

/** AES Key Wrap of a 256-bit key, or back, with the initial value of RFC 3394 §2.2.3.1. */
function keyWrap(create: Create, kek: KeyObject, key: Buffer): Buffer {
  const cipher = create('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6))
  return Buffer.concat([cipher.update(key), cipher.final()])
}

const mode: KeyMode = { algorithms: ['dir', 'A256KW'], takesPrivate: false }

/**
 * A key of 256 bits under a `kid` that is checked against them. That commits a value to its key: AES-GCM alone does not, one
 * ciphertext can open under two keys. With `A256GCM` the key encrypts the content itself, which is good for 2^32 values (NIST SP
 * 800-38D §8.3); with `A256KW` it wraps a fresh content encryption key for each value.
 */
export const importSecretKey: ImportKey = (jwk, typ) => {
  if (!isOurs(jwk, mode)) return undefined
  const { kty, k, kid, use } = jwk
  const alg = algorithmOf(jwk.alg)
  if (!alg || use !== 'enc' || kty !== 'oct' || !is32Bytes(k) || kid !== keyId(jwk)) fail('ERR_KEY_SET')
  const key = createSecretKey(k, 'base64url')
  const header = encodeHeader({ alg, kid, typ })
  const aad = Buffer.from(header)
  return {
    kid,
    alg,
    header,
    begin() {
      if (alg === 'dir') return { header, aad, encryptedKey: '', cek: key }
      const cek = randomBytes(32)
      return { header, aad, encryptedKey: encodeBase64url(keyWrap(createCipheriv, key, cek)), cek }
    },
    open(encryptedKey) {
      if (alg === 'dir') return encryptedKey.length ? undefined : key
      return keyWrap(createDecipheriv, key, encryptedKey)
    }
  }
}
