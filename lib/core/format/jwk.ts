import { fail } from '../errors.js'
import { type AlgorithmName, algorithmNames } from './header.js'

type Members = Readonly<Record<string, unknown>>

/** The members by which a key says what it is for (RFC 7517 §4), with what those of one purpose say. */
export type Purpose = readonly (readonly [member: 'use' | 'kty' | 'alg', ours: readonly unknown[]])[]

const encryption: Purpose = [
  ['use', ['enc']],
  ['kty', ['oct', 'EC', 'OKP']],
  ['alg', ['A256GCM', ...algorithmNames]]
]

/**
 * The first member by which a key says that it is for something else, with what ours say. It is none of ours then, and ignored
 * (RFC 7517 §5), where one that says nothing is broken.
 */
export const otherwise = (jwk: Members, purpose: Purpose = encryption) =>
  purpose.find(([member, ours]) => typeof jwk[member] === 'string' && !ours.includes(jwk[member]))

/**
 * The algorithm of a JWE's header for a key's `alg`; undefined for one that is none of ours. For direct encryption JOSE libraries
 * write and take the algorithm of the content; our own older key sets say `dir`.
 */
export const algorithmOf = (alg: unknown): AlgorithmName | undefined =>
  alg === 'A256GCM' ? 'dir' : algorithmNames.find(name => name === alg)

/** What the keys of a set are for. */
export interface KeyMode {
  algorithms: readonly AlgorithmName[]
  /** Whether private keys (`d`) may be there. */
  takesPrivate: boolean
}

/**
 * Whether a key is for encryption, as ours are. One in another mode than the set's is a mistake that must not pass: with it the
 * wrong party could open what is sealed. And a private key has no place where only public or secret ones are expected, whatever
 * it is for.
 *
 * @throws ERR_KEY_MODE
 */
export const isOurs = (jwk: Members, { algorithms, takesPrivate }: KeyMode): boolean => {
  const { kty, alg, d } = jwk
  if (!takesPrivate && d !== undefined) fail('ERR_KEY_MODE')
  const [member] = otherwise(jwk) ?? []
  if (member === 'use' || member === 'kty') return false
  const algorithm = algorithmOf(alg) ?? (kty === 'oct' ? 'dir' : kty && 'ECDH-ES')
  if (algorithm && !algorithms.includes(algorithm as AlgorithmName)) fail('ERR_KEY_MODE')
  return !member
}
