import { secretValueMaxChars } from '../auth0/limits.js'
import { A0sealError, type ErrorCode, fail } from '../errors.js'
import type { Algorithm, AlgorithmName, KeyUse } from './algorithm.js'
import { encodeHeader } from './header.js'
import { isKid } from './kid.js'

/** One key: its id, its one algorithm, and what it can do. Holds no readable key material. */
export interface Key extends KeyUse {
  kid: string
  alg: AlgorithmName
  /** The protected header of its JWEs, where they carry no `epk`: always the same. */
  header: string | undefined
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
 *
 * @throws what must not be shown, where it is neither
 */
export const parseSecret = (secret: string) => {
  if (secret.length > secretValueMaxChars) fail('ERR_KEY_SET')
  return JSON.parse(secret.includes('{') ? secret : String(Buffer.from(secret, 'base64url')))
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

  const parseKey = (jwk: Record<string, unknown>): Key => {
    const { kid, alg, use } = jwk
    if (!isKid(kid) || use !== 'enc') return fail('ERR_KEY_SET')
    const { name, kind, importKey } = algorithms.find(({ name }) => name === alg) ?? fail('ERR_KEY_MODE')
    if ('d' in jwk !== (kind === 'private')) fail(privateKeyCode)
    const keyUse = importKey(jwk) ?? fail('ERR_KEY_SET')
    const header = kind === 'secret' ? encodeHeader({ alg: name, kid, typ }) : undefined
    return { kid, alg: name, header, ...keyUse }
  }

  return secret => {
    const known = parsed.get(secret)
    if (known) return known
    try {
      const value = parseSecret(secret as string)
      const keys: Key[] = (value.keys ?? [value]).map(parseKey)
      const byKid = new Map(keys.map(key => [key.kid, key]))
      const first = keys[0]
      if (first && byKid.size === keys.length) {
        const keySet = { typ, first, byKid }
        if (parsed.size > 31) parsed.clear()
        parsed.set(secret, keySet)
        return keySet
      }
    } catch (error) {
      // Node's crypto and its JSON parser may quote the key in what they throw.
      if (error instanceof A0sealError) throw error
    }
    return fail(isUnset(secret) ? 'ERR_NO_KEYS' : 'ERR_KEY_SET')
  }
}
