import type { CryptoKey } from 'jose'
import { isPlainObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { isKid } from '../core/jwe/kid.js'
import type { JWK } from './jwk-form.js'
import type { AlgorithmName, DescribedKey, KeyForm } from './key-form.js'
import type { NonExtractableKey, PEMKey } from './private-key-forms.js'

/** One key, in any of its forms. */
export type KeyInput = JWK | PEMKey | NonExtractableKey

/**
 * A JWKS (RFC 7517 §5), whose keys may have any form here, or one key alone; or the JSON text of either, as an environment
 * variable holds it. `undefined`, for one that is not set, is ERR_NO_KEYS.
 */
export type KeySetInput = string | undefined | KeyInput | { keys: readonly KeyInput[] }

/** What a reader takes as keys. */
export interface KeyRules {
  forms: readonly KeyForm[]
  algorithms: readonly AlgorithmName[]
}

interface IdentifiedKey extends DescribedKey {
  kid: string
}

/** A key of the set, imported. */
export interface Key {
  alg: AlgorithmName
  cryptoKey: CryptoKey
}

export type KeySet = ReadonlyMap<string, Key>

const unusable = (detail?: string) => new A0sealError('ERR_KEY_SET', detail)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable('no JSON') // a JSON parser may quote the key in what it throws
  }
}

const parseKey = (input: unknown, { forms, algorithms }: KeyRules): IdentifiedKey => {
  if (!isPlainObject(input)) throw unusable()
  const { kid } = input
  if (!isKid(kid)) throw unusable('kid')
  const form = forms.find(({ member }) => Object.hasOwn(input, member))
  if (!form) throw new A0sealError('ERR_KEY_MODE', `has no ${forms.map(({ member }) => member).join(' or ')}`)
  const key = form.describe(input)
  if (!key) throw unusable(kid)
  if (!algorithms.includes(key.alg)) {
    throw new A0sealError('ERR_KEY_MODE', `${key.alg} is not ${algorithms.join(' or ')}`)
  }
  return { kid, ...key }
}

/**
 * The keys of a set, not yet imported.
 *
 * @throws ERR_NO_KEYS where there is nothing, ERR_KEY_MODE for a key this reader may not take, ERR_KEY_SET for what else is
 *   wrong with them
 */
export const parseKeySet = (input: unknown, rules: KeyRules): IdentifiedKey[] => {
  const isText = typeof input === 'string'
  if (input === undefined || input === null || (isText && !input.trim())) throw new A0sealError('ERR_NO_KEYS')
  const value = isText ? parseJson(input) : input
  const inputs: unknown[] = isPlainObject(value) && Array.isArray(value.keys) ? value.keys : [value]
  const keys = inputs.map(key => parseKey(key, rules))
  if (keys.length === 0 || new Set(keys.map(({ kid }) => kid)).size < keys.length) throw unusable()
  return keys
}

/** @throws ERR_KEY_SET where a runtime does not take a key, or a secret key has a `kid` that is not its thumbprint */
export const importKeySet = async (keys: readonly IdentifiedKey[]): Promise<KeySet> => {
  const entries = keys.map(async ({ kid, alg, importKey }): Promise<[string, Key]> => {
    try {
      return [kid, { alg, cryptoKey: await importKey() }]
    } catch (error) {
      // What a runtime throws here may quote the key.
      throw error instanceof A0sealError ? error : unusable(kid)
    }
  })
  return new Map(await Promise.all(entries))
}
