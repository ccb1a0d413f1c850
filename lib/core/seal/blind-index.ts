import type { Json } from '../auth0/json.js'
import { createHmac, hkdfSync } from '../crypto.js'
import { fail } from '../errors.js'
import { is32Bytes } from '../format/base64url.js'
import { issuerOf } from '../format/claims.js'
import { otherwise, type Purpose } from '../format/jwk.js'
import { lengthPrefixed } from '../format/mac.js'
import { isUnset, parseSecret } from '../jwe/key-set.js'
import { keyId } from '../jwe/thumbprint.js'
import { canonicalJson } from './canonical.js'

/** A key of `A0SEAL_INDEX_KEYS`: 256 bits for HMAC-SHA256. */
export interface IndexKey {
  kid: string
  bytes: Buffer
}

/** What keys of blind indexes say they are for. */
export const indexing: Purpose = [
  ['use', ['sig']],
  ['kty', ['oct']],
  ['alg', ['HS256']]
]

const parseKey = (jwk: Record<string, unknown>): IndexKey => {
  const { kid, k } = jwk
  const isOurs = indexing.every(([member, ours]) => ours.includes(jwk[member])) && kid === keyId(jwk)
  return isOurs && is32Bytes(k) ? { kid, bytes: Buffer.from(k, 'base64url') } : fail('ERR_KEY_SET')
}

/**
 * The keys of blind indexes: a JWKS of `oct` keys for `HS256`. The first makes the indexes, all find them.
 *
 * @throws ERR_NO_KEYS where the secret is unset, ERR_KEY_SET where a key is not of this form
 */
export const parseIndexKeys = (secret: unknown): [IndexKey, ...IndexKey[]] => {
  if (isUnset(secret)) return fail('ERR_NO_KEYS')
  try {
    const [first, ...others] = parseSecret(secret as string).keys
    return [
      parseKey(first),
      ...others.filter((jwk: Record<string, unknown>) => !otherwise(jwk, indexing)).map(parseKey)
    ]
  } catch {
    // Answered below; the reason may quote a key.
  }
  return fail('ERR_KEY_SET')
}

const normalized = (value: Json): string =>
  typeof value === 'string' ? value.normalize('NFKC').trim().toLowerCase() : canonicalJson(value)

/** What an index belongs to. */
export interface IndexedAttribute {
  tenant: string
  slot: string
  attribute: string
}

/**
 * 16 hex digits that are equal for equal values (after NFKC, trimming and lower-casing), and say nothing else without the
 * key. Whoever can sign up and read metadata can test guesses.
 */
export const blindIndex = (
  value: Json,
  { tenant, slot, attribute }: IndexedAttribute,
  key: IndexKey
): string => {
  const label = lengthPrefixed(['a0seal-bi-v1', issuerOf(tenant), slot, attribute, key.kid])
  const derived = Buffer.from(hkdfSync('sha256', key.bytes, '', label, 32))
  return createHmac('sha256', derived).update(normalized(value)).digest('hex').slice(0, 16)
}

/**
 * What to search users for (`q` of the Management API, `search_engine=v3`): the value under each key, so that it is found
 * while indexes are rotated.
 *
 * @param place the index's key in `app_metadata`, such as `sealed_index_iban`
 */
export const searchQuery = (
  value: Json,
  place: string,
  of: IndexedAttribute,
  keys: readonly IndexKey[]
): string => `app_metadata.${place}:(${keys.map(key => `"${blindIndex(value, of, key)}"`).join(' OR ')})`
