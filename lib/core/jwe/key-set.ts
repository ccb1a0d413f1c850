import { isPlainObject } from '../auth0/json.js'
import { secretValueMaxChars } from '../auth0/limits.js'
import { A0sealError, type ErrorCode } from '../errors.js'
import type { Algorithm, AlgorithmName, KeyUse } from './algorithm.js'
import { decodeBase64url } from './base64url.js'
import { encodeHeader } from './header.js'
import { keyId } from './thumbprint.js'

/** One key: its id, its one algorithm, and what it can do. Holds no readable key material. */
export interface Key extends KeyUse {
  kid: string
  alg: AlgorithmName
  /** The protected header of its JWEs where they carry no `epk`: always the same. */
  header: string
}

/** A JWKS (RFC 7517 §5) as an Action secret holds it, for one kind of value: the first key seals, all open. */
export interface KeySet {
  /** The kind of value. A JWE of another `typ` does not open. */
  typ: string
  first: Key
  byKid: ReadonlyMap<unknown, Key>
}

/**
 * True for a secret nobody has set: absent, blank, or a placeholder that `auth0-deploy-cli` left in place because it was
 * not mapped. Used as a key, that text would be a key everybody knows.
 */
export const isUnset = (secret: unknown): boolean =>
  typeof secret !== 'string' || /^(#{2}.*#{2}|@{2}.*@{2})?$/s.test(secret.trim())

/**
 * The JSON of a secret: as it is, or base64url of it. The second has no quotation marks, so that `auth0-deploy-cli` can put
 * it into a file of JSON where a secret's placeholder stands.
 */
export const jsonOf = (secret: string): string =>
  secret.trimStart().startsWith('{') ? secret : (decodeBase64url(secret.trim())?.toString() ?? '')

const parseKey = (jwk: unknown, typ: string, algorithms: readonly Algorithm[], privateKeyCode: ErrorCode) => {
  if (!isPlainObject(jwk)) return undefined
  const { kid, alg, use } = jwk
  if (typeof kid !== 'string' || !/^[!-~]{1,128}$/.test(kid) || use !== 'enc') return undefined
  const algorithm = algorithms.find(({ name }) => name === alg)
  if (!algorithm) throw new A0sealError('ERR_KEY_MODE')
  const { name, kind } = algorithm
  if (Object.hasOwn(jwk, 'd') !== (kind === 'private')) throw new A0sealError(privateKeyCode)
  // A checked kid commits a value to its key; AES-GCM alone does not (one ciphertext can open under two keys).
  if (kind === 'secret' && kid !== keyId(jwk)) return undefined
  const keyUse = algorithm.importKey(jwk)
  return keyUse && { kid, alg: name, header: encodeHeader({ alg: name, kid, typ }), ...keyUse }
}

/**
 * A parser of key sets for one kind of value, holding keys of these algorithms and no others. It remembers what it parsed
 * by its text, the one thing an Action may keep between executions: it belongs to no user.
 *
 * @param privateKeyCode the error for a private key where none may be
 * @returns throws ERR_NO_KEYS for a secret that is unset, ERR_KEY_MODE for keys of another kind, and ERR_KEY_SET for one
 *   of more than 4,096 characters or what else is no JWKS (or single JWK) of ours
 */
export const createKeySetParser = (
  typ: string,
  algorithms: readonly Algorithm[],
  privateKeyCode: ErrorCode = 'ERR_KEY_MODE'
): ((secret: unknown) => KeySet) => {
  const parsed = new Map<unknown, KeySet>()

  const parse = (text: string): KeySet | undefined => {
    const value = JSON.parse(jsonOf(text))
    const jwks: unknown[] = Array.isArray(value?.keys) ? value.keys : [value]
    const keys = jwks.flatMap(jwk => parseKey(jwk, typ, algorithms, privateKeyCode) ?? [])
    const byKid = new Map(keys.map(key => [key.kid, key]))
    const [first] = keys
    return first && byKid.size === jwks.length ? { typ, first, byKid } : undefined
  }

  return secret => {
    const known = parsed.get(secret)
    if (known) return known
    if (isUnset(secret)) throw new A0sealError('ERR_NO_KEYS')
    const text = secret as string
    let keySet: KeySet | undefined
    try {
      if (text.length <= secretValueMaxChars) keySet = parse(text)
    } catch (error) {
      if (error instanceof A0sealError) throw error
      // Node's crypto and its JSON parser may quote the key in what they throw.
    }
    if (!keySet) throw new A0sealError('ERR_KEY_SET')
    if (parsed.size > 31) parsed.clear()
    parsed.set(text, keySet)
    return keySet
  }
}
