import { A0sealError } from '../core/errors.js'
import type { Binding, SealedClaims } from '../core/format/claims.js'
import { innerMacItems, lengthPrefixed } from '../core/format/mac.js'
import { canonicalJson } from '../core/seal/canonical.js'
import { decodeBase64url } from './base64url.js'

/** Tells who sealed a write-only value: whoever has the public key can make one, only the tenant its MAC. */
export type AssertMac = (claims: SealedClaims & Binding, kid: string) => Promise<void>

/**
 * HMAC-SHA256 over all that a write-only value says and is bound to, compared by WebCrypto in constant time.
 *
 * @param macKey 32 bytes, base64url: the subkey for readers, not `A0SEAL_MAC_KEY` itself
 * @returns throws ERR_MAC where the MAC is missing or wrong
 * @throws ERR_KEY_SET where the key is not 32 bytes
 */
export const createMacCheck = (macKey: string): AssertMac => {
  const bytes = decodeBase64url(macKey)
  if (bytes?.length !== 32) throw new A0sealError('ERR_KEY_SET', 'macKey is not 32 bytes as base64url')
  const hmac = { name: 'HMAC', hash: 'SHA-256' }

  const verify = async (claims: SealedClaims & Binding, kid: string): Promise<boolean> => {
    const { iat, mac, data } = claims
    const signature = decodeBase64url(mac)
    if (!signature) return false
    const message = lengthPrefixed(innerMacItems(claims, { kid, iat, data: canonicalJson(data) }))
    const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['verify'])
    return crypto.subtle.verify('HMAC', key, signature, message)
  }

  return async (claims, kid) => {
    // canonicalJson throws for what was never sealed by us, such as -0.
    if (!(await verify(claims, kid).catch(() => false))) throw new A0sealError('ERR_MAC')
  }
}
