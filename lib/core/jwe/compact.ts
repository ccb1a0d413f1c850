import { createCipheriv, createDecipheriv, randomBytes } from 'crypto'
import { A0sealError } from '../errors.js'
import { decodeBase64url } from './base64url.js'
import { decodeHeader, encodeHeader } from './header.js'
import type { Key, KeySet } from './key-set.js'

/** Longest JWE we look at, characters. Sealed values have a few hundred; Auth0's largest place for one holds 8 kB. */
export const jweMaxChars = 65_536

const cipherName = 'aes-256-gcm'

const encode = (bytes: Buffer): string => bytes.toString('base64url')

/**
 * Compact JWE (RFC 7516 §7.1) of a UTF-8 text under A256GCM, for the first key of the set. The whole header is
 * authenticated; the IV is 96 fresh random bits, never pooled.
 */
export const encryptJWE = (plaintext: string, { first, typ }: KeySet): string => {
  const { cek, encryptedKey, epk } = first.wrap()
  const header = epk ? encodeHeader({ ...first, typ, epk }) : first.header
  const iv = randomBytes(12)
  const cipher = createCipheriv(cipherName, cek, iv)
  cipher.setAAD(Buffer.from(header))
  const ciphertext = cipher.update(plaintext, 'utf8')
  cipher.final()
  const tag = cipher.getAuthTag()
  return `${header}.${encryptedKey}.${encode(iv)}.${encode(ciphertext)}.${encode(tag)}`
}

const malformed = () => new A0sealError('ERR_FORMAT')

/** Checks the raw header before any cryptography. `kid` selects one key or none: no key is tried. */
const selectKey = (encodedHeader: string, { byKid, typ }: KeySet): { key: Key; epk?: unknown } => {
  const header = decodeHeader(encodedHeader)
  if (header?.typ !== typ) throw malformed()
  const key = byKid.get(header.kid)
  if (!key) throw new A0sealError('ERR_UNKNOWN_KEY')
  if (key.alg !== header.alg || (key.alg === 'ECDH-ES') !== (header.epk !== undefined)) throw malformed()
  return { key, epk: header.epk }
}

/**
 * The text inside a compact JWE, and the key that opened it.
 *
 * @throws ERR_FORMAT where it is no JWE of ours, ERR_UNKNOWN_KEY where the set has no such `kid`, ERR_DECRYPT whatever
 *   else is wrong with it
 */
export const decryptJWE = (jwe: unknown, keySet: KeySet): { plaintext: string; key: Key } => {
  if (typeof jwe !== 'string' || jwe.length > jweMaxChars) throw malformed()
  const parts = jwe.split('.', 6)
  const [header = '', encryptedKey = ''] = parts
  const [iv, ciphertext, tag] = parts.slice(2).map(decodeBase64url)
  if (parts.length !== 5 || iv?.length !== 12 || !ciphertext || tag?.length !== 16) throw malformed()

  const { first } = keySet
  const { key, epk }: ReturnType<typeof selectKey> =
    header === first.header ? { key: first } : selectKey(header, keySet)
  try {
    const cek = key.unwrap?.(encryptedKey, epk)
    if (cek) {
      const decipher = createDecipheriv(cipherName, cek, iv)
      decipher.setAAD(Buffer.from(header))
      decipher.setAuthTag(tag)
      return { plaintext: decipher.update(ciphertext, undefined, 'utf8') + decipher.final('utf8'), key }
    }
  } catch {
    // One answer to all that can fail from here on, so that no failure tells more than another.
  }
  throw new A0sealError('ERR_DECRYPT')
}
