import { isPlainObject, parseJson } from '../../auth0/json.js'
import { splitJWE } from '../../format/jwe.js'

/** What a header says in words, of the members that are texts. */
export interface ShownHeader {
  alg?: string
  kid?: string
  typ?: string
}

const isBase64url = (part: string): boolean => /^[\w-]*$/.test(part)

/**
 * The header of a compact JWE (RFC 7516 §7.1), anybody's; undefined for any other value. Whoever wrote it may have written any JSON
 * there: only texts are taken.
 */
export const jweHeader = (value: unknown): ShownHeader | undefined => {
  const parts = splitJWE(value)
  if (!parts?.every(isBase64url)) return undefined
  const [encoded, , ...encrypted] = parts
  if (encrypted.includes('')) return undefined
  const header = parseJson(String(Buffer.from(encoded, 'base64url')))
  if (!isPlainObject(header) || typeof header.enc !== 'string') return undefined
  const { alg, kid, typ } = header
  return {
    ...(typeof alg === 'string' && { alg }),
    ...(typeof kid === 'string' && { kid }),
    ...(typeof typ === 'string' && { typ })
  }
}
