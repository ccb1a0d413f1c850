import { isPlainObject } from '../auth0/json.js'
import { decodeBase64url } from './base64url.js'

/** The protected header of our JWEs (RFC 7516 §4). Nothing in it is secret, so the user's id is not there. */
export interface Header {
  alg: string
  kid: string
  typ: string
  epk?: unknown
}

const enc = 'A256GCM'

export const encodeHeader = ({ alg, kid, typ, epk }: Header): string =>
  Buffer.from(JSON.stringify({ alg, enc, kid, typ, epk })).toString('base64url')

/** Undefined unless it has our members exactly: each once, no others, and no white space. */
export const decodeHeader = (encoded: string): Header | undefined => {
  const json = decodeBase64url(encoded)?.toString() ?? ''
  let header: unknown
  try {
    header = JSON.parse(json)
  } catch {
    return undefined
  }
  // Written anew it must be the same text: JSON.parse hides duplicate members and white space.
  const isOurs =
    isPlainObject(header) &&
    JSON.stringify(header) === json &&
    header.enc === enc &&
    Object.keys(header).length === (header.epk ? 5 : 4)
  return isOurs ? (header as unknown as Header) : undefined
}
