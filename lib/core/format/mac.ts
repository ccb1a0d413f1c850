import type { Binding } from './claims.js'

/** Labels of what the MAC key makes: for its subkeys, and first in what each of them authenticates. */
export const macLabels = {
  tag: 'a0seal-tag-v1',
  fingerprint: 'a0seal-fp-v1',
  inner: 'a0seal-mac-v1'
} as const

/** What the MAC inside a write-only value covers. @param options.data canonical JSON */
export const innerMacItems = (
  { iss, sub, aud }: Binding,
  { kid, iat, data }: { kid: string; iat: number; data: string }
): string[] => [macLabels.inner, iss, sub, aud, kid, `${iat}`, data]

/** Items, each behind its length in 4 bytes (big-endian), so that no two lists give one message. */
export const lengthPrefixed = (items: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const parts = items.map(item => (typeof item === 'string' ? new TextEncoder().encode(item) : item))
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
