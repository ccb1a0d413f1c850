import { type Binding, claimsText, paddingOf, type SealedClaims } from '../format/claims.js'
import { canonicalJson } from './canonical.js'

/** The plaintext of a sealed value. @throws ERR_DATA where the data is not what JSON can say */
export const writeClaims = (claims: SealedClaims, binding: Binding): string => {
  const data = canonicalJson(claims.data)
  return claimsText(claims, binding, data + ' '.repeat(paddingOf(Buffer.byteLength(data))))
}
