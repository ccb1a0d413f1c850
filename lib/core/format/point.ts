import { isPlainObject } from '../auth0/json.js'
import { is32Bytes } from './base64url.js'

/** A public key as a JWE header carries it: the members of its JWK in this order (RFC 7518 §6.2.1, RFC 8037 §2). */
export interface Point {
  kty: string
  crv: string
  x: string
  y?: string
}

/** The public members of a JWK on P-256 or X25519, each coordinate of 32 bytes. Undefined for any other key. */
export const pointOf = (jwk: unknown): Point | undefined => {
  if (!isPlainObject(jwk) || !is32Bytes(jwk.x)) return undefined
  const { kty, crv, x, y } = jwk
  if (kty === 'EC' && crv === 'P-256' && is32Bytes(y)) return { kty, crv, x, y }
  return kty === 'OKP' && crv === 'X25519' ? { kty, crv, x } : undefined
}
