import { secretValueMaxChars } from '../auth0/limits.js'
import { A0sealError, fail } from '../errors.js'
import type { EpkOf } from '../format/header.js'
import type { ImportKey, Key } from './key.js'

/** A JWKS (RFC 7517 §5) as an Action secret holds it, for one kind of value: the first key seals, all open. */
export interface KeySet {
  /** The kind of value. A JWE of another `typ` does not open. */
  typ: string
  /** What reads the `epk` of a header, where the keys agree on one. */
  epkOf: EpkOf | undefined
  first: Key
  byKid: ReadonlyMap<unknown, Key>
}

/**
 * True for a secret nobody has set: absent, blank, or a placeholder that `auth0-deploy-cli` left in place because it was
 * not mapped. Used as a key, that text would be a key everybody knows.
 */
export function isUnset(secret: unknown): boolean {
  return typeof secret !== 'string' || /^(#{2}.*#{2}|@{2}.*@{2})?$/s.test(secret.trim())
}

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
 * A parser of key sets for one kind of value. It remembers what it parsed by its text, the one thing an Action may keep
 * between executions: it belongs to no user.
 *
 * @param epkOf `pointOf`, where the keys open by agreement (private keys)
 * @returns throws ERR_NO_KEYS for a secret that is unset, ERR_KEY_MODE for keys of another kind, and ERR_KEY_SET for one
 *   of more than 4,096 characters or what else is no JWKS (or single JWK) of ours
 */
export const createKeySetParser = (
  typ: string,
  importKey: ImportKey,
  epkOf?: EpkOf
): ((secret: unknown) => KeySet) => {
  const parsed = new Map<unknown, KeySet>()

  const parse = (secret: unknown): KeySet => {
    try {
      const value = parseSecret(secret as string)
      const imported: (Key | undefined)[] = (value.keys ?? [value]).map((jwk: Record<string, unknown>) =>
        importKey(jwk, typ)
      )
      const [first] = imported
      if (!first) fail('ERR_KEY_SET') // which key seals is never found by leaving others out
      const keys = imported.filter(key => !!key)
      const byKid = new Map(keys.map(key => [key.kid, key]))
      if (byKid.size < keys.length) fail('ERR_KEY_SET')
      const keySet = { typ, epkOf, first, byKid }
      if (parsed.size > 31) parsed.clear()
      parsed.set(secret, keySet)
      return keySet
    } catch (error) {
      // Node's crypto and its JSON parser may quote the key in what they throw.
      if (error instanceof A0sealError) throw error
      fail(isUnset(secret) ? 'ERR_NO_KEYS' : 'ERR_KEY_SET')
    }
  }

  return secret => parsed.get(secret) ?? parse(secret)
}
