import { isPlainObject } from '../core/auth0/json.js'
import { decodeBase64url } from './base64url.js'

/** A public key as a JWE header carries it. */
export interface Point {
  kty: string
  crv: string
  x: string
  y?: string
}

const is32Bytes = (text: unknown): text is string => decodeBase64url(text)?.length === 32

/** The public members of a JWK on P-256 or X25519, in the order of our headers. Undefined for any other key. */
export const pointOf = (jwk: unknown): Point | undefined => {
  if (!isPlainObject(jwk) || !is32Bytes(jwk.x)) return undefined
  const { kty, crv, x, y } = jwk
  if (kty === 'EC' && crv === 'P-256' && is32Bytes(y)) return { kty, crv, x, y }
  return kty === 'OKP' && crv === 'X25519' ? { kty, crv, x } : undefined
}
