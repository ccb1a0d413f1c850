import { createHash, hash } from '../crypto.js'
import { encodeBase64url } from './base64url.js'

/**
 * Our `kid`: the first 22 characters (132 bits) of the key's RFC 7638 SHA-256 thumbprint, base64url. What makes an `oct`, `EC`
 * or `OKP` key stands here in the order that the RFC hashes it.
 */
export const keyId = ({ crv, k, kty, x, y }: Record<string, unknown>): string => {
  const text = JSON.stringify({ crv, k, kty, x, y })
  // Node has `hash` from 20.12. In one call, and as the hexadecimal that it makes itself, the first digest takes less.
  const digest = hash ? Buffer.from(hash('sha256', text), 'hex') : createHash('sha256').update(text).digest()
  return encodeBase64url(digest).slice(0, 22)
}
