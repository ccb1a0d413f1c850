/** Longest JWE we look at, characters. Sealed values have a few hundred; Auth0's largest place for one holds 8 kB. */
export const jweMaxChars = 65_536

/** What A256GCM has in every JWE (RFC 7518 §5.3), bytes. */
export const ivBytes = 12
export const tagBytes = 16

/** The five parts of a compact JWE (RFC 7516 §7.1), not decoded: header, encrypted key, IV, ciphertext, tag. */
export type Parts = [header: string, encryptedKey: string, iv: string, ciphertext: string, tag: string]

/** The parts of what may be a compact JWE; undefined for anything else. */
export const splitJWE = (value: unknown): Parts | undefined => {
  const parts = typeof value === 'string' && value.length <= jweMaxChars ? value.split('.', 6) : []
  return parts.length === 5 ? (parts as Parts) : undefined
}
