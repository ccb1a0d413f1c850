import type { Binding } from './claims.js'

/** Labels of what the MAC key makes: for its subkeys, and first in what each of them authenticates. */
export const macLabels = {
  tag: 'a0seal-tag-v1',
  fingerprint: 'a0seal-fp-v1',
  inner: 'a0seal-mac-v1'
} as const

const bound = ({ iss, sub, aud }: Binding): string[] => [iss, sub, aud]

/** What the MAC inside a write-only value covers. @param options.data canonical JSON */
export const innerMacItems = (
  binding: Binding,
  { kid, iat, data }: { kid: string; iat: number; data: string }
): string[] => [macLabels.inner, ...bound(binding), kid, `${iat}`, data]

/** What a fingerprint covers. @param options.data canonical JSON */
export const fingerprintItems = (
  binding: Binding,
  { kid, data }: { kid: string; data: string }
): string[] => [macLabels.fingerprint, ...bound(binding), kid, data]

/** What the tag beside a write-only value covers. @param options.digest SHA-256 of the JWE's text */
export const tagItems = (
  binding: Binding,
  { kid, fp, digest }: { kid: string; fp: string; digest: Uint8Array }
): (string | Uint8Array)[] => [macLabels.tag, ...bound(binding), kid, fp, digest]

/** The label of a blind index's key. */
export const indexItems = (of: { iss: string; slot: string; attribute: string; kid: string }): string[] => [
  'a0seal-bi-v1',
  of.iss,
  of.slot,
  of.attribute,
  of.kid
]

/** Items, each behind its length in 4 bytes (big-endian), so that no two lists give one message. */
export const lengthPrefixed = (items: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const encoder = new TextEncoder()
  const parts = items.map(item => (typeof item === 'string' ? encoder.encode(item) : item))
  const message = new Uint8Array(parts.reduce((sum, { length }) => sum + 4 + length, 0))
  const view = new DataView(message.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    message.set(part, at + 4)
    at += 4 + part.length
  }
  return message
}
