import { base64url } from 'jose'

/** Bytes of canonical base64url text (RFC 4648 §5, no padding), or undefined: jose's decoder takes more than that. */
export const decodeBase64url = (text: unknown): Uint8Array | undefined => {
  if (typeof text !== 'string') return undefined
  try {
    const bytes = base64url.decode(text)
    return base64url.encode(bytes) === text ? bytes : undefined
  } catch {
    return undefined // jose's error may quote the text
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes. Throws for bytes that are none, where a lenient decoder would put replacements. */
export const textOf = (bytes: Uint8Array): string => utf8.decode(bytes)
