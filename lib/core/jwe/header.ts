import { parseJson } from '../auth0/json.js'
import { encodeBase64url } from './base64url.js'

/** The protected header of our JWEs (RFC 7516 §4). Nothing in it is secret, so the user's id is not there. */
export interface Header {
  alg: string
  kid: string
  typ: string
  epk?: unknown
}

/** base64url of the header's JSON, its members in this order. */
export const encodeHeader = ({ alg, kid, typ, epk }: Header): string =>
  encodeBase64url(Buffer.from(JSON.stringify({ alg, enc: 'A256GCM', kid, typ, epk })))

/** What a header says, unchecked; null or undefined where it says nothing. */
export const decodeHeader = (encoded = ''): Partial<Record<keyof Header, unknown>> | null | undefined =>
  parseJson(String(Buffer.from(encoded, 'base64url'))) as ReturnType<typeof decodeHeader>
