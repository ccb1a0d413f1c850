import { isPlainObject, parseJson } from '../auth0/json.js'
import type { Point } from './point.js'

/** `typ` of a value at rest. */
export const typAtRest = 'a0seal+jwt'
/** `typ` of a value handed to an application or API: it never passes for one at rest. */
export const typReleased = 'a0seal-release+jwt'
/** `typ` of a value sealed before its user exists: bound to what the user signs up with, for the first login only. */
export const typSignup = 'a0seal-signup+jwt'

/** How every value is encrypted (RFC 7518 §5.3). */
export const contentEncryption = 'A256GCM'

/** Key management algorithms of our values (RFC 7518 §4). */
export const algorithmNames = ['dir', 'A256KW', 'ECDH-ES'] as const

export type AlgorithmName = (typeof algorithmNames)[number]

/** The protected header of our JWEs (RFC 7516 §4). Nothing in it is secret, so the user's id is not there. */
export interface Header {
  alg: AlgorithmName
  kid: string
  typ: string
  /** With ECDH-ES, and only there. */
  epk?: Point | undefined
}

/** Whether it is a `kid` we take (RFC 7517 §4.5): 1 to 128 characters. A public key from elsewhere keeps its own. */
export const isKid = (kid: unknown): kid is string =>
  typeof kid === 'string' && kid.length > 0 && kid.length <= 128

/** The header's JSON, its members in this order. */
export const headerText = ({ alg, kid, typ, epk }: Header): string =>
  JSON.stringify({ alg, enc: contentEncryption, kid, typ, epk })

/** Reads the ephemeral public key of a header: `pointOf`. */
export type EpkOf = (epk: unknown) => Point | undefined

/**
 * What a header says, where it is just what we would write: JSON.parse alone would hide a member more, or one that is there
 * twice.
 *
 * @param epkOf where keys of these values agree on one (ECDH-ES): without it no header of theirs is taken
 */
export const parseHeader = (text: string, typ: string, epkOf?: EpkOf): Header | undefined => {
  const header = parseJson(text)
  if (!isPlainObject(header) || typeof header.kid !== 'string') return undefined
  const alg = algorithmNames.find(name => name === header.alg)
  const epk = epkOf?.(header.epk)
  if (!alg || (alg === 'ECDH-ES') !== (epk !== undefined)) return undefined
  const ours = { alg, kid: header.kid, typ, epk }
  return headerText(ours) === text ? ours : undefined
}
