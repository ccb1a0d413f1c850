import { createHmac, hkdfSync } from '../crypto.js'
import { fail } from '../errors.js'
import { decodeBase64url } from '../jwe/base64url.js'
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
  const key = decodeBase64url(secret)
  if (key?.length !== 32) return fail('ERR_KEY_SET')
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', key, '', label, 32))
  const keys = {
    tag: derive('a0seal-tag-v1'),
    fingerprint: derive('a0seal-fp-v1'),
    inner: derive('a0seal-mac-v1')
  }
  if (parsed.size > 7) parsed.clear()
  parsed.set(secret as string, keys)
  return keys
}

/** Items, each behind its length in 4 bytes (big-endian), so that no two lists give one message. */
export const lengthPrefixed = (items: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    items.flatMap(item => {
      const bytes = Buffer.from(item as string)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    })
  )

/** HMAC-SHA256 over items, base64url. */
export const macOf = (key: Buffer, items: readonly (string | Buffer)[]): string =>
  createHmac('sha256', key).update(lengthPrefixed(items)).digest('base64url')
