import { createHmac, hkdfSync } from '../crypto.js'
import { fail } from '../errors.js'
import { is32Bytes } from '../format/base64url.js'
import { lengthPrefixed, macLabels } from '../format/mac.js'
import { isUnset } from '../jwe/key-set.js'

/** Subkeys of `A0SEAL_MAC_KEY`, 32 bytes each. Only `inner` is ever shared, with the backend that opens the values. */
export interface MacKeys {
  tag: Buffer
  fingerprint: Buffer
  inner: Buffer
}

const parsed = new Map<string, MacKeys>()

/**
 * HKDF-SHA256 (RFC 5869) with an empty salt, one label for each use.
 *
 * @param secret 32 bytes, base64url
 * @throws ERR_NO_KEYS where the secret is unset, ERR_KEY_SET where it is not 32 bytes
 */
export const parseMacKey = (secret: unknown): MacKeys => {
  if (isUnset(secret)) return fail('ERR_NO_KEYS')
  const known = parsed.get(secret as string)
  if (known) return known
  if (!is32Bytes(secret)) return fail('ERR_KEY_SET')
  const key = Buffer.from(secret, 'base64url')
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', key, '', label, 32))
  const { tag, fingerprint, inner } = macLabels
  const keys = { tag: derive(tag), fingerprint: derive(fingerprint), inner: derive(inner) }
  if (parsed.size > 7) parsed.clear()
  parsed.set(secret as string, keys)
  return keys
}

/** HMAC-SHA256 over items, base64url. */
export const macOf = (key: Buffer, items: readonly (string | Uint8Array)[]): string =>
  createHmac('sha256', key).update(lengthPrefixed(items)).digest('base64url')
