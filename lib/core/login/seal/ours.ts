import { isPlainObject, parseJson } from '../../auth0/json.js'

/** base64url of the longest header we write has some 600 characters; more is not looked at. */
const headerOf = /^([\w-]{1,1000})\./

/**
 * True for what some a0seal wrote: its header says so. Who it belongs to, and whether it opens here, is another question, and
 * so is who really wrote it: this only tells what is worth keeping.
 */
export const isOurs = (stored: unknown): boolean => {
  const jwe = isPlainObject(stored) ? stored.v : stored
  const encoded = typeof jwe === 'string' ? headerOf.exec(jwe)?.[1] : undefined
  const header = encoded && parseJson(String(Buffer.from(encoded, 'base64url')))
  return isPlainObject(header) && typeof header.typ === 'string' && header.typ.startsWith('a0seal')
}
