import { createCipheriv, createDecipheriv, randomBytes } from '../crypto.js'
import { fail } from '../errors.js'
import { ivBytes, splitJWE, tagBytes } from '../format/jwe.js'
import type { Point } from '../format/point.js'
import { decodeBase64url, encodeBase64url } from './base64url.js'
import { decodeHeader, encodeHeader } from './header.js'
import type { CEK, Key } from './key.js'
import type { KeySet } from './key-set.js'

const cipherName = 'aes-256-gcm'

/** What a new JWE of a key starts with, and its content encryption key. */
const begin = (key: Key, typ: string): { header: string; aad: Buffer; encryptedKey: string; cek: CEK } => {
  if (key.alg === 'dir') return { header: key.header, aad: key.aad, encryptedKey: '', cek: key.cek }
  if (key.alg === 'A256KW') return { header: key.header, aad: key.aad, ...key.wrap() }
  const { alg, kid } = key
  const { cek, epk } = key.agree()
  const header = encodeHeader({ alg, kid, typ, epk })
  return { header, aad: Buffer.from(header), encryptedKey: '', cek }
}

/**
 * Compact JWE (RFC 7516 §7.1) of a UTF-8 text under A256GCM, for the first key of the set. The whole header is
 * authenticated; the IV is 96 fresh random bits, never pooled.
 */
export const encryptJWE = (plaintext: string, { first, typ }: KeySet): string => {
  const { header, aad, encryptedKey, cek } = begin(first, typ)
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(cipherName, cek, iv)
  cipher.setAAD(aad)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  const tag = cipher.getAuthTag()
  return `${header}.${encryptedKey}.${encodeBase64url(iv)}.${encodeBase64url(ciphertext)}.${encodeBase64url(tag)}`
}

/** Checks the raw header before any cryptography. `kid` selects one key or none: no key is tried. */
const selectKey = (encoded: string, { first, byKid, typ }: KeySet): { key: Key; epk?: Point | undefined } => {
  if (first.alg !== 'ECDH-ES' && first.header === encoded) return { key: first }
  const { alg, kid, epk } = decodeHeader(encoded, typ) ?? fail('ERR_FORMAT')
  const key = byKid.get(kid) ?? fail('ERR_UNKNOWN_KEY')
  return key.alg === alg ? { key, epk } : fail('ERR_FORMAT')
}

/** The content encryption key of a JWE; undefined, or a throw, where it is not for this key. */
const contentKey = (key: Key, encryptedKey: Buffer, epk: Point | undefined): CEK | undefined => {
  if (key.alg === 'A256KW') return key.unwrap(encryptedKey)
  if (encryptedKey.length > 0) return undefined
  return key.alg === 'dir' ? key.cek : key.open?.(epk as Point)
}

/**
 * The text inside a compact JWE, and the key that opened it.
 *
 * @throws ERR_FORMAT where it is no JWE of ours, ERR_UNKNOWN_KEY where the set has no such `kid`, ERR_DECRYPT whatever
 *   else is wrong with it
 */
export const decryptJWE = (jwe: unknown, keySet: KeySet): { plaintext: string; key: Key } => {
  const [header, ...rest] = splitJWE(jwe) ?? fail('ERR_FORMAT')
  const [encryptedKey, iv, ciphertext, tag] = rest.map(decodeBase64url)
  if (!encryptedKey || iv?.length !== ivBytes || !ciphertext || tag?.length !== tagBytes)
    return fail('ERR_FORMAT')

  const { key, epk } = selectKey(header, keySet)
  try {
    const cek = contentKey(key, encryptedKey, epk)
    const decipher = createDecipheriv(cipherName, cek as CEK, iv) // refuses undefined
    decipher.setAAD(key.alg === 'ECDH-ES' ? Buffer.from(header) : key.aad)
    decipher.setAuthTag(tag)
    const plaintext = decipher.update(ciphertext)
    decipher.final() // throws for another tag
    return { plaintext: String(plaintext), key }
  } catch {
    // One answer to all that can fail here, so that no failure tells more than another.
    return fail('ERR_DECRYPT')
  }
}
