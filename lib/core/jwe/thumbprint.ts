import { createHash, hash } from '../crypto.js'

/**
 * Our `kid`: the first 22 characters (132 bits) of the key's RFC 7638 SHA-256 thumbprint, base64url. What makes an `oct`, `EC`
 * or `OKP` key stands here in the order that the RFC hashes it.
 */
export const keyId = ({ crv, k, kty, x, y }: Record<string, unknown>): string => {
  const text = JSON.stringify({ crv, k, kty, x, y })
  // In one call where Node has it (from 20.12): faster the first time.
  const digest = hash
    ? hash('sha256', text, 'base64url')
    : createHash('sha256').update(text).digest('base64url')
  return digest.slice(0, 22)
}
