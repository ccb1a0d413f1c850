import { isPlainObject, type JsonObject, parseJson } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'

/** What a value must be bound to, to be opened here. */
export interface Binding {
  tenant: string
  /** `user_id`; undefined, and nothing opens, where a token has none. */
  subject: string | undefined
  /** The slot at rest; the client id, or the API's identifier, once released. */
  audience: string
}

/** The claims of a sealed value (RFC 7519 §4.1), bound as they must be. */
export interface SealedClaims {
  iss: string
  sub: string
  aud: string
  /** NumericDate, seconds. */
  iat: number
  src?: 'user'
  mac?: string
  data: JsonObject
}

/** A time that JavaScript has a Date for: up to 8.64e15 milliseconds (ECMA-262 §21.4.1.1). */
const isNumericDate = (value: unknown): boolean => {
  const seconds = value as number
  return Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= 8.64e12
}

/** Ours and no others: a claim that we do not know, such as `exp`, may forbid what we are about to do. */
const isOurs = (claims: unknown, optional: 'src' | 'mac'): claims is SealedClaims => {
  if (!isPlainObject(claims)) return false
  const { iss, sub, aud, iat, data, [optional]: extra, ...others } = claims
  return (
    [iss, sub, aud].every(claim => typeof claim === 'string') &&
    isNumericDate(iat) &&
    isPlainObject(data) &&
    (extra === undefined || (optional === 'src' ? extra === 'user' : typeof extra === 'string')) &&
    Object.keys(others).length === 0
  )
}

/**
 * @param options.optional the claim that may be there besides: `src`, or `mac` in a write-only value, whose MAC does not
 *   cover `src`
 * @throws ERR_FORMAT where the text is no claims set of ours, ERR_BINDING where it is of another tenant, user, slot or
 *   recipient
 */
export const parseClaims = (
  text: string,
  { tenant, subject, audience, optional }: Binding & { optional: 'src' | 'mac' }
): SealedClaims => {
  const claims = parseJson(text)
  if (!isOurs(claims, optional)) throw new A0sealError('ERR_FORMAT')
  const isBound = claims.iss === `urn:auth0:${tenant}` && claims.sub === subject && claims.aud === audience
  if (!isBound) throw new A0sealError('ERR_BINDING')
  return claims
}
