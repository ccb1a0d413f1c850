import { createHash } from '../crypto.js'

/**
 * Our `kid`: the first 22 characters (132 bits) of the key's RFC 7638 SHA-256 thumbprint, base64url. What makes an `oct`, `EC`
 * or `OKP` key stands here in the order that the RFC hashes it.
 */
export const keyId = ({ crv, k, kty, x, y }: Record<string, unknown>): string =>
  createHash('sha256').update(JSON.stringify({ crv, k, kty, x, y })).digest('base64url').slice(0, 22)
