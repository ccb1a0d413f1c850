import type { CryptoKey } from 'jose'
import { isPlainObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { type AlgorithmName, isKid } from '../core/format/header.js'
import { type KeyMode, otherwise } from '../core/format/jwk.js'
import type { JWK } from './jwk-form.js'
import type { DescribedKey, KeyForm } from './key-form.js'
import type { NonExtractableKey, PEMKey } from './private-key-forms.js'

/** One key, in any of its forms. */
export type KeyInput = JWK | PEMKey | NonExtractableKey

/**
 * A JWKS (RFC 7517 §5), whose keys may have any form here, or one key alone; or the JSON text of either, as an environment
 * variable holds it. A JWK that says it is for something else (signatures, RSA, another `alg`) is ignored, unless it is the
 * first. `undefined`, for one that is not set, is ERR_NO_KEYS.
 */
export type KeySetInput = string | undefined | KeyInput | { keys: readonly KeyInput[] }

/** What a reader takes as keys. */
export interface KeyRules {
  forms: readonly KeyForm[]
  mode: KeyMode
}

interface IdentifiedKey extends DescribedKey {
  kid: string
  /** What errors call it. Never its `kid`: it may be key material that somebody pasted. */
  label: string
}

/** A key of the set, imported. */
export interface Key {
  alg: AlgorithmName
  cryptoKey: CryptoKey
}

export type KeySet = ReadonlyMap<string, Key>

const unusable = (detail: string) => new A0sealError('ERR_KEY_SET', detail)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable('the keys are not JSON') // a JSON parser may quote the key in what it throws
  }
}

/** What was thrown, with the key it is about. Errors that are none of ours may quote it. */
const about = (label: string, error: unknown): A0sealError => {
  if (!(error instanceof A0sealError)) return unusable(`${label} cannot be imported`)
  const detail = error.message.slice(error.code.length + 2)
  return new A0sealError(error.code, detail ? `${label}: ${detail}` : label)
}

const describe = (input: unknown, label: string, { forms, mode }: KeyRules): IdentifiedKey | undefined => {
  if (!isPlainObject(input)) throw unusable('is no object')
  const form = forms.find(({ member }) => Object.hasOwn(input, member))
  const key = form?.describe(input, mode)
  if (form && !key) return undefined
  const { kid } = input
  if (!isKid(kid)) throw unusable('has no kid of 1 to 128 characters')
  if (!key) throw new A0sealError('ERR_KEY_MODE', `has no ${forms.map(({ member }) => member).join(' or ')}`)
  if (!mode.algorithms.includes(key.alg))
    throw new A0sealError('ERR_KEY_MODE', `${key.alg} is not ${mode.algorithms.join(' or ')}`)
  return { ...key, kid, label }
}

/** What a key lacks to be one of ours, in words. */
const lackOf = (input: unknown, index: number): string[] => {
  const [member, ours] = (isPlainObject(input) && otherwise(input)) || []
  return ours ? [`${member} of key ${index + 1} is not ${ours.join(' or ')}`] : []
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
  const described = inputs.map((key, index) => {
    const label = `key ${index + 1}`
    try {
      return describe(key, label, rules)
    } catch (error) {
      throw about(label, error)
    }
  })
  if (described.length === 0) throw unusable('there is no key in the set')
  if (!described[0]) throw unusable(`the first key is none of ours: ${inputs.flatMap(lackOf).join('; ')}`)
  const keys = described.filter(key => key !== undefined)
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw unusable('two keys have one kid')
  return keys
}

/** @throws ERR_KEY_SET where a runtime does not take a key, or a secret key has a `kid` that is not its thumbprint */
export const importKeySet = async (keys: readonly IdentifiedKey[]): Promise<KeySet> => {
  const entries = keys.map(async ({ kid, alg, label, importKey }): Promise<[string, Key]> => {
    try {
      return [kid, { alg, cryptoKey: await importKey() }]
    } catch (error) {
      throw about(label, error)
    }
  })
  return new Map(await Promise.all(entries))
}
