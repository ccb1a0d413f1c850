import { type Binding, claimsText, type SealedClaims } from '../format/claims.js'
import { canonicalJson } from './canonical.js'

/** The plaintext of a sealed value. @throws ERR_DATA where the data is not what JSON can say */
export const writeClaims = (claims: SealedClaims, binding: Binding): string => {
  const data = canonicalJson(claims.data)
  const plaintext = claimsText(claims, binding, { data, dataBytes: data.length })
  // Nearly always ASCII. Counting bytes makes one piece of a text, which what encrypts this needs too: once for both.
  if (Buffer.byteLength(plaintext) === plaintext.length) return plaintext
  return claimsText(claims, binding, { data, dataBytes: Buffer.byteLength(data) })
}
