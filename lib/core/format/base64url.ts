/** Whether it is base64url (RFC 4648 §5, no padding) of 32 bytes: the length of all our keys, and the one text for them. */
export const is32Bytes = (text: unknown): text is string =>
  typeof text === 'string' && text.length === 43 && /^[\w-]+[AEIMQUYcgkosw048]$/.test(text)
