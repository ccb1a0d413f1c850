import { createCipheriv, createDecipheriv, randomBytes } from '../crypto.js'
import { fail } from '../errors.js'
import { decodeBase64url, encodeBase64url } from './base64url.js'
import { decodeHeader, encodeHeader } from './header.js'
import type { CEK, Key, Wrapped } from './key.js'
import type { KeySet } from './key-set.js'

/** Longest JWE we look at, characters. Sealed values have a few hundred; Auth0's largest place for one holds 8 kB. */
export const jweMaxChars = 65_536

const cipherName = 'aes-256-gcm'

/**
 * Compact JWE (RFC 7516 §7.1) of a UTF-8 text under A256GCM, for the first key of the set. The whole header is
 * authenticated; the IV is 96 fresh random bits, never pooled.
 */
export const encryptJWE = (plaintext: string, { first, typ }: KeySet): string => {
  const { cek, encryptedKey = '', epk }: Partial<Wrapped> = first.wrap ? first.wrap() : first
  const header = first.header ?? encodeHeader({ ...first, typ, epk })
  const iv = randomBytes(12)
  const cipher = createCipheriv(cipherName, cek as CEK, iv)
  cipher.setAAD(first.aad ?? Buffer.from(header))
  const ciphertext = cipher.update(plaintext, 'utf8')
  cipher.final()
  const tag = cipher.getAuthTag()
  return `${header}.${encryptedKey}.${encodeBase64url(iv)}.${encodeBase64url(ciphertext)}.${encodeBase64url(tag)}`
}

/**
 * Checks the raw header before any cryptography: it must be just what its key would write, member by member. JSON.parse
 * alone would hide the rest. `kid` selects one key or none: no key is tried.
 */
const selectKey = (encoded: string, { byKid, typ }: KeySet): { key: Key; epk?: unknown } => {
  const header = decodeHeader(encoded)
  if (header?.typ !== typ) return fail('ERR_FORMAT')
  const { kid, epk } = header
  const key = byKid.get(kid) ?? fail('ERR_UNKNOWN_KEY')
  const expected = key.header ?? encodeHeader({ ...key, typ, epk })
  return expected === encoded ? { key, epk } : fail('ERR_FORMAT')
}

/**
 * The text inside a compact JWE, and the key that opened it.
 *
 * @throws ERR_FORMAT where it is no JWE of ours, ERR_UNKNOWN_KEY where the set has no such `kid`, ERR_DECRYPT whatever
 *   else is wrong with it
 */
export const decryptJWE = (jwe: unknown, keySet: KeySet): { plaintext: string; key: Key } => {
  if (typeof jwe !== 'string' || jwe.length > jweMaxChars) return fail('ERR_FORMAT')
  const [header = '', encryptedKey = '', ...rest] = jwe.split('.', 6)
  const [iv, ciphertext, tag] = rest.map(decodeBase64url)
  if (rest.length !== 3 || iv?.length !== 12 || !ciphertext || tag?.length !== 16) return fail('ERR_FORMAT')

  const { first } = keySet
  const { key, epk }: ReturnType<typeof selectKey> =
    header === first.header ? { key: first } : selectKey(header, keySet)
  try {
    const cek = key.unwrap ? key.unwrap(encryptedKey, epk) : encryptedKey === '' && key.cek
    const decipher = createDecipheriv(cipherName, cek as CEK, iv) // refuses undefined and false
    decipher.setAAD(key.aad ?? Buffer.from(header))
    decipher.setAuthTag(tag)
    return { plaintext: decipher.update(ciphertext, undefined, 'utf8') + decipher.final('utf8'), key }
  } catch {
    // One answer to all that can fail here, so that no failure tells more than another.
    return fail('ERR_DECRYPT')
  }
}
