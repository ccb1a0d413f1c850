import { A0sealError, fail } from '../errors.js'
import type { AlgorithmName } from './header.js'

type Members = Readonly<Record<string, unknown>>

/**
 * What `alg` of a key of ours says, and the algorithm of its values. For direct encryption JOSE libraries write and take the
 * algorithm of the content; our own older key sets say `dir`.
 */
const algorithms: ReadonlyMap<unknown, AlgorithmName> = new Map([
  ['A256GCM', 'dir'],
  ['dir', 'dir'],
  ['A256KW', 'A256KW'],
  ['ECDH-ES', 'ECDH-ES']
])

/** What a key of some type could be for, whatever its `alg`. */
const algorithmOfType: ReadonlyMap<unknown, AlgorithmName> = new Map([
  ['oct', 'dir'],
  ['EC', 'ECDH-ES'],
  ['OKP', 'ECDH-ES']
])

/** The algorithm of a JWE's header for a key's `alg`; undefined for one that is none of ours. */
export const algorithmOf = (alg: unknown): AlgorithmName | undefined => algorithms.get(alg)

const saysOther = (member: unknown, isOurs: boolean): boolean => typeof member === 'string' && !isOurs

/**
 * Why a key is none of ours, in words; undefined for one that may be. Such a key is for somebody else who reads the set, and
 * ignored (RFC 7517 §5), where one of ours that is broken is refused.
 */
export const whyForeign = ({ kty, use, alg }: Members): string | undefined => {
  if (saysOther(use, use === 'enc')) return 'is not for encryption: its use is not "enc"'
  if (saysOther(kty, algorithmOfType.has(kty))) return 'is of no type of ours: oct, EC or OKP'
  if (saysOther(alg, algorithms.has(alg))) return `has no alg of ours: ${[...algorithms.keys()].join(', ')}`
  return undefined
}

/**
 * Refuses a set whose first key is none of ours: which key seals is never found by leaving others out.
 *
 * @throws ERR_KEY_SET saying what each key lacks
 */
export const refuseForeign = (jwks: readonly Members[]): never => {
  const reasons = jwks.flatMap((jwk, index) => {
    const reason = whyForeign(jwk)
    return reason ? [`key ${index + 1} ${reason}`] : []
  })
  throw new A0sealError('ERR_KEY_SET', ['the first key is none of ours', ...reasons].join('; '))
}

/** What the keys of a set are for. */
export interface KeyMode {
  algorithms: readonly AlgorithmName[]
  /** Whether private keys (`d`) may be there. */
  takesPrivate: boolean
}

/**
 * A key for encryption in another mode than the set's is a mistake that must not pass: with it the wrong party could open what
 * is sealed. And a private key has no place where only public or secret ones are expected, whatever it is for.
 *
 * @throws ERR_KEY_MODE
 */
export const assertMode = (jwk: Members, { algorithms, takesPrivate }: KeyMode): void => {
  if (!takesPrivate && jwk.d !== undefined) fail('ERR_KEY_MODE')
  if (saysOther(jwk.use, jwk.use === 'enc')) return
  const algorithm = algorithmOf(jwk.alg) ?? algorithmOfType.get(jwk.kty)
  const isServed = algorithm === undefined || algorithms.includes(algorithm)
  if (!isServed) fail('ERR_KEY_MODE')
}
