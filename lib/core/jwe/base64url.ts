/** base64url, no padding (RFC 4648 §5). */
export const encodeBase64url = (bytes: Buffer): string => bytes.toString('base64url')

/** Bytes of canonical base64url text (RFC 4648 §5, no padding), or undefined: Node's decoder takes far more than that. */
export const decodeBase64url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url')
  return encodeBase64url(bytes) === text ? bytes : undefined
}
