import { createHash } from '../crypto.js'
import { encodeBase64url } from './base64url.js'

/**
 * RFC 7638 SHA-256 thumbprint, base64url, 43 characters: of the members that make an `oct`, `EC` or `OKP` key, which stand
 * here in the order that it hashes them.
 */
export const thumbprint = ({ crv, k, kty, x, y }: Record<string, unknown>): string =>
  encodeBase64url(createHash('sha256').update(JSON.stringify({ crv, k, kty, x, y })).digest())

/** Our `kid`: the first 22 characters (132 bits) of the thumbprint. */
export const keyId = (jwk: Record<string, unknown>): string => thumbprint(jwk).slice(0, 22)
