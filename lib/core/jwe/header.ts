import { type EpkOf, type Header, headerText, parseHeader } from '../format/header.js'
import { encodeBase64url } from './base64url.js'

/** base64url of the header's JSON. */
export const encodeHeader = (header: Header): string => encodeBase64url(Buffer.from(headerText(header)))

/** A header, where its text is the one that we would write, to the last bit. */
export const decodeHeader = (encoded: string, typ: string, epkOf?: EpkOf): Header | undefined => {
  const header = parseHeader(String(Buffer.from(encoded, 'base64url')), typ, epkOf)
  return header && encodeHeader(header) === encoded ? header : undefined
}
