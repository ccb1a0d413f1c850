import { isPlainObject, type JsonObject, parseJson } from '../auth0/json.js'
import { fail } from '../errors.js'

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
  /** When the slot last changed, as a whole (at rest), or was released: NumericDate, seconds. */
  iat: number
  /** The user, not the tenant, vouches for the data: it was taken from `user_metadata`. */
  src?: 'user' | undefined
  /** Authenticates the sealer to the reader of a write-only value. base64url. */
  mac?: string | undefined
}

/** The claims by which a value is of one tenant, one user and one slot (or recipient). */
export const bound = ['iss', 'sub', 'aud'] as const

const minBytes = 128
const stepBytes = 32

/** How many spaces stand behind data of so many bytes. They hide its length, up to a step that depends on nothing but it. */
export const paddingOf = (bytes: number): number =>
  Math.max(minBytes, Math.ceil(bytes / stepBytes) * stepBytes) - bytes

/**
 * The claims as JSON, in a fixed order.
 *
 * @param data canonical JSON, with its padding
 */
export const claimsText = (
  { iat, src, mac }: Omit<SealedClaims, 'data'>,
  { iss, sub, aud }: Binding,
  data: string
): string =>
  `{"iss":${JSON.stringify(iss)},"sub":${JSON.stringify(sub)},"aud":${JSON.stringify(aud)},"iat":${iat}${src ? ',"src":"user"' : ''}${mac ? `,"mac":"${mac}"` : ''},"data":${data}}`

/** A time that JavaScript has a Date for: up to 8.64e15 milliseconds (ECMA-262 §21.4.1.1). */
export const isNumericDate = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 8.64e12

/**
 * The claims of a value, if they are ours and no others: one that we do not know, such as `exp`, may forbid what we are about to
 * do.
 *
 * @param optional the claim that may be there besides: `src`, or `mac` in a write-only value, whose MAC does not cover `src`
 * @throws ERR_FORMAT
 */
export const parseClaims = (text: string, optional: 'src' | 'mac'): SealedClaims & Binding => {
  const claims = parseJson(text)
  if (!isPlainObject(claims)) fail('ERR_FORMAT')
  const { iat, data } = claims
  const extra = claims[optional]
  const isOurs =
    bound.every(name => typeof claims[name] === 'string') &&
    isNumericDate(iat) &&
    isPlainObject(data) &&
    (extra === undefined || (optional === 'src' ? extra === 'user' : typeof extra === 'string')) &&
    Object.keys(claims).length === (extra === undefined ? 5 : 6)
  return isOurs ? (claims as unknown as SealedClaims & Binding) : fail('ERR_FORMAT')
}

/**
 * The claims of a value that is bound as it must be.
 *
 * @throws ERR_FORMAT, ERR_BINDING
 */
export const readClaims = (text: string, binding: Binding): SealedClaims & Binding => {
  const claims = parseClaims(text, 'src')
  return bound.every(name => claims[name] === binding[name]) ? claims : fail('ERR_BINDING')
}
