import { A0sealError } from '../errors.js'
import type { JWK } from './generate.js'

/** A key as a file holds it. */
export interface StoredKey {
  kid: string
  /** When it was added, NumericDate seconds: there until the key is promoted. */
  added?: number
  [member: string]: unknown
}

/** A JWKS (RFC 7517 §5) as a file holds it. */
export interface StoredKeySet {
  keys: readonly StoredKey[]
  [member: string]: unknown
}

const refuse = (why: string) => new A0sealError('ERR_KEY_SET', why)

const waiting = ({ keys }: StoredKeySet): StoredKey | undefined =>
  keys.find(({ added }) => added !== undefined)

/**
 * First step of a rotation: the key last, where it opens and does not seal. It has to be in every Action and reader before
 * anything is sealed with it.
 *
 * @param options.now milliseconds since the epoch
 * @throws ERR_KEY_SET where another key waits for its promotion
 */
export const addKey = (keySet: StoredKeySet, key: JWK, { now }: { now: number }): StoredKeySet => {
  const other = waiting(keySet)
  if (other) throw refuse(`${other.kid} was added before, and waits to be promoted`)
  return { ...keySet, keys: [...keySet.keys, { ...key, added: Math.floor(now / 1000) }] }
}

const named = ({ keys }: StoredKeySet, kid: string): StoredKey => {
  const key = keys.find(key => key.kid === kid)
  if (!key) throw refuse('there is no key of that kid')
  if (key === keys[0]) throw refuse(`${kid} is the first key already, the one that seals`)
  return key
}

/**
 * Second step: the key that was added goes first, where it seals. The others stay, since they open what is stored.
 *
 * @param kid the key to put first, whenever it was added: the way back from a promotion that came too early
 * @throws ERR_KEY_SET where no key of that kid is behind the first; without a kid, where no key waits: to promote the last key then
 *   would bring an old one back
 */
export const promoteKey = (keySet: StoredKeySet, kid?: string): StoredKeySet => {
  const next = kid === undefined ? waiting(keySet) : named(keySet, kid)
  if (!next)
    throw refuse(
      'no key was added since the last promotion: rotate --promote=KID puts the one of that kid first'
    )
  const { added, ...key } = next
  return { ...keySet, keys: [key, ...keySet.keys.filter(other => other !== next)] }
}

/**
 * Third step: the key is gone, and with it every value sealed under it. Only after an audit that found none.
 *
 * @throws ERR_KEY_SET for the key that seals, and for one that is not there
 */
export const retireKey = (keySet: StoredKeySet, kid: string): StoredKeySet => {
  const index = keySet.keys.findIndex(key => key.kid === kid)
  if (index < 0) throw refuse('there is no key of that kid')
  if (index === 0) throw refuse(`${kid} is the first key, the one that seals`)
  return { ...keySet, keys: keySet.keys.filter((_, position) => position !== index) }
}
