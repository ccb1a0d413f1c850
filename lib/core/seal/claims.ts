import { isPlainObject, type JsonObject, parseJson } from '../auth0/json.js'
import { fail } from '../errors.js'
import { canonicalJson } from './canonical.js'

/**
 * What a sealed value is bound to, as the claims that say it (RFC 7519 §4.1). It opens for this tenant, this user and this
 * slot (or recipient) only.
 */
export interface Binding {
  /** `issuerOf` the tenant. */
  iss: string
  /** `user_id`. */
  sub: string
  /** The slot at rest; the client id, or the API's identifier, once released. */
  aud: string
}

/** @param tenant Auth0's tenant id (`event.tenant.id`): never a domain, which can change */
export const issuerOf = (tenant: string): string => `urn:auth0:${tenant}`

/** The content of a sealed value. */
export interface SealedClaims {
  data: JsonObject
  /** When the data last changed (at rest) or was released: NumericDate, seconds. */
  iat: number
  /** The user, not the tenant, vouches for the data: it was taken from `user_metadata`. */
  src?: 'user' | undefined
  /** Authenticates the sealer to the reader of a write-only value. base64url. */
  mac?: string | undefined
}

const dataMinBytes = 128
const dataStepBytes = 32

/** Hides the length of the data: spaces behind it, up to a step that depends on nothing but its bytes. */
const withData = (claims: string, data: string, bytes: number): string => {
  const step = Math.max(dataMinBytes, Math.ceil(bytes / dataStepBytes) * dataStepBytes)
  return `${claims.slice(0, -1)},"data":${data}${' '.repeat(step - bytes)}}`
}

/** The plaintext of a sealed value: its claims as JSON, in a fixed order. */
export const writeClaims = ({ data, iat, src, mac }: SealedClaims, { iss, sub, aud }: Binding): string => {
  const claims = JSON.stringify({ iss, sub, aud, iat, src, mac })
  const text = canonicalJson(data)
  const plaintext = withData(claims, text, text.length)
  // Nearly always ASCII. Counting bytes makes one piece of a text, which what encrypts this needs too: once for both.
  if (Buffer.byteLength(plaintext) === plaintext.length) return plaintext
  return withData(claims, text, Buffer.byteLength(text))
}

/**
 * @throws ERR_BINDING where the value is of another tenant, user, slot or recipient, ERR_FORMAT where it is no claims set
 *   of ours
 */
export const readClaims = (plaintext: string, binding: Binding): SealedClaims => {
  const claims = parseJson(plaintext) as SealedClaims & Binding
  if (!isPlainObject(claims?.data) || !Number.isSafeInteger(claims.iat)) return fail('ERR_FORMAT')
  const { iss, sub, aud, data, iat, src } = claims
  if (iss !== binding.iss || sub !== binding.sub || aud !== binding.aud) fail('ERR_BINDING')
  return { data, iat, src }
}
