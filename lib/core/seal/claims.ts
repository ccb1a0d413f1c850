import { isPlainObject, type JsonObject } from '../auth0/json.js'
import { A0sealError } from '../errors.js'
import { canonicalJson } from './canonical.js'

/** What a sealed value is bound to. It opens for this tenant, this user and this slot (or recipient) only. */
export interface Binding {
  /** Auth0's tenant id (`event.tenant.id`): never a domain, which can change. */
  tenant: string
  /** `user_id`. */
  subject: string
  /** The slot at rest; the client id, or the API's identifier, once released. */
  audience: string
}

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

/** Hides the length of the data: spaces behind it, up to a step that depends on nothing but the data. */
const pad = (data: string): string => {
  const bytes = Buffer.byteLength(data)
  return data + ' '.repeat(Math.max(dataMinBytes, Math.ceil(bytes / dataStepBytes) * dataStepBytes) - bytes)
}

/** A binding as the claims that say it (RFC 7519 §4.1). */
export const boundClaims = ({ tenant, subject, audience }: Binding) => ({
  iss: `urn:auth0:${tenant}`,
  sub: subject,
  aud: audience
})

/** The plaintext of a sealed value: its claims as JSON, in a fixed order. */
export const writeClaims = ({ data, iat, src, mac }: SealedClaims, binding: Binding): string => {
  const { iss, sub, aud } = boundClaims(binding)
  const claims = JSON.stringify({ iss, sub, aud, iat, src, mac })
  return `${claims.slice(0, -1)},"data":${pad(canonicalJson(data))}}`
}

/**
 * @throws ERR_BINDING where the value is of another tenant, user, slot or recipient, ERR_FORMAT where it is no claims set
 *   of ours
 */
export const readClaims = (plaintext: string, binding: Binding): SealedClaims => {
  let claims: unknown
  try {
    claims = JSON.parse(plaintext)
  } catch {
    // Answered below; the reason would quote the plaintext.
  }
  if (!isPlainObject(claims) || !isPlainObject(claims.data) || !Number.isSafeInteger(claims.iat)) {
    throw new A0sealError('ERR_FORMAT')
  }
  const { iss, sub, aud, data, iat, src } = claims
  const bound = boundClaims(binding)
  if (iss !== bound.iss || sub !== bound.sub || aud !== bound.aud) throw new A0sealError('ERR_BINDING')
  return { data, iat, src } as unknown as SealedClaims
}
