import { decodeBase64url } from './base64url.js'

/** The protected header of our JWEs (RFC 7516 §4). Nothing in it is secret, so the user's id is not there. */
export interface Header {
  alg: string
  kid: string
  typ: string
  epk?: unknown
}

/** base64url of the header's JSON, its members in this order. */
export const encodeHeader = ({ alg, kid, typ, epk }: Header): string =>
  Buffer.from(JSON.stringify({ alg, enc: 'A256GCM', kid, typ, epk })).toString('base64url')

/**
 * Undefined unless it is just what we would write: our members, each once, in our order, no white space. JSON.parse alone
 * would hide the rest.
 */
export const decodeHeader = (encoded: string): Header | undefined => {
  try {
    const header = JSON.parse(decodeBase64url(encoded)?.toString() ?? '')
    const isText = [header.alg, header.kid, header.typ].every(member => typeof member === 'string')
    return isText && encodeHeader(header) === encoded ? header : undefined
  } catch {
    return undefined
  }
}
