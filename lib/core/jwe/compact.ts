import { createCipheriv, createDecipheriv, randomBytes } from '../crypto.js'
import { fail } from '../errors.js'
import type { Header } from '../format/header.js'
import { ivBytes, splitJWE, tagBytes } from '../format/jwe.js'
import { decodeBase64url, encodeBase64url } from './base64url.js'
import { decodeHeader } from './header.js'
import type { CEK, Key } from './key.js'
import type { KeySet } from './key-set.js'

/**
 * Compact JWE (RFC 7516 §7.1) of a UTF-8 text under A256GCM, for the first key of the set. The whole header is
 * authenticated; the IV is 96 fresh random bits, never pooled.
 */
export const encryptJWE = (plaintext: string, { first }: KeySet): string => {
  const { header, aad, encryptedKey, cek } = first.begin()
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', cek, iv)
  cipher.setAAD(aad)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return `${header}.${encryptedKey}.${encodeBase64url(iv)}.${encodeBase64url(ciphertext)}.${encodeBase64url(cipher.getAuthTag())}`
}

/** Checks the raw header before any cryptography. `kid` selects one key or none: no key is tried. */
const selectKey = (
  encoded: string,
  { first, byKid, typ, epkOf }: KeySet
): { key: Key; epk?: Header['epk'] } => {
  if (first.header === encoded) return { key: first }
  const { alg, kid, epk } = decodeHeader(encoded, typ, epkOf) ?? fail('ERR_FORMAT')
  const key = byKid.get(kid) ?? fail('ERR_UNKNOWN_KEY')
  return key.alg === alg ? { key, epk } : fail('ERR_FORMAT')
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
  if (!encryptedKey || iv?.length !== ivBytes || !ciphertext || tag?.length !== tagBytes) fail('ERR_FORMAT')

  const { key, epk } = selectKey(header, keySet)
  try {
    // An undefined key is refused.
    const decipher = createDecipheriv('aes-256-gcm', key.open?.(encryptedKey, epk) as CEK, iv)
    decipher.setAAD(Buffer.from(header))
    decipher.setAuthTag(tag)
    const plaintext = decipher.update(ciphertext)
    decipher.final() // throws for another tag
    return { plaintext: String(plaintext), key }
  } catch {
    // One answer to all that can fail here, so that no failure tells more than another.
    fail('ERR_DECRYPT')
  }
}
