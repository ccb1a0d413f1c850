import { isPlainObject } from '../auth0/json.js'
import { createHash, timingSafeEqual } from '../crypto.js'
import { encryptJWE } from '../jwe/compact.js'
import { decodeHeader } from '../jwe/header.js'
import { createKeySetParser, type KeySet } from '../jwe/key-set.js'
import { importPublicKey } from '../jwe/public-keys.js'
import { canonicalJson } from './canonical.js'
import { type Binding, type SealedClaims, writeClaims } from './claims.js'
import { type MacKeys, macOf } from './mac.js'
import { typAtRest } from './sealed-value.js'

/**
 * A value that Auth0 can store, pass on and compare, but not open. ECDH-ES does not authenticate who sealed `v`: whoever
 * has the public key could. Hence `tag` beside it for the tenant, and a MAC inside it for the reader.
 */
export interface WriteOnlyValue {
  /** Compact JWE. */
  v: string
  /** Of the tenant, over everything here and what it is bound to. */
  tag: string
  /** Of the data, to notice that it did not change. Whoever has the fingerprint key can test guesses with it. */
  fp?: string
}

/** The key set of a write-only slot: public keys. One with `d` is refused with ERR_KEY_MODE. */
export const parsePublicKeys = /* @__PURE__ */ createKeySetParser(typAtRest, importPublicKey)

const itemsOf = ({ iss, sub, aud }: Binding): string[] => [iss, sub, aud]

const fingerprintOf = (data: unknown, binding: Binding, kid: string, { fingerprint }: MacKeys): string =>
  macOf(fingerprint, ['a0seal-fp-v1', ...itemsOf(binding), kid, canonicalJson(data)]).slice(0, 22)

const tagOf = (
  { v, fp = '' }: { v: string; fp?: string | undefined },
  binding: Binding,
  { tag }: MacKeys
): string => {
  const kid = decodeHeader(v.split('.', 1)[0])?.kid
  const digest = createHash('sha256').update(v).digest()
  return macOf(tag, ['a0seal-tag-v1', ...itemsOf(binding), typeof kid === 'string' ? kid : '', fp, digest])
}

/** @throws ERR_DATA where the data is not what JSON can say */
export const sealWriteOnlyValue = (
  { data, iat }: SealedClaims,
  binding: Binding,
  { keySet, macKeys, fingerprint }: { keySet: KeySet; macKeys: MacKeys; fingerprint: true | undefined }
): WriteOnlyValue => {
  const { kid } = keySet.first
  const mac = macOf(macKeys.inner, ['a0seal-mac-v1', ...itemsOf(binding), kid, `${iat}`, canonicalJson(data)])
  const v = encryptJWE(writeClaims({ data, iat, mac }, binding), keySet)
  const fp = fingerprint ? fingerprintOf(data, binding, kid, macKeys) : undefined
  return { v, tag: tagOf({ v, fp }, binding, macKeys), ...(fp && { fp }) }
}

/** The stored value, if this tenant made it for this user and slot. */
export const verifyWriteOnlyValue = (
  stored: unknown,
  binding: Binding,
  macKeys: MacKeys
): WriteOnlyValue | undefined => {
  if (!isPlainObject(stored) || typeof stored.v !== 'string' || typeof stored.tag !== 'string')
    return undefined
  if (stored.fp !== undefined && (typeof stored.fp !== 'string' || stored.fp === '')) return undefined
  const value = stored as unknown as WriteOnlyValue
  const [given, right] = [Buffer.from(value.tag), Buffer.from(tagOf(value, binding, macKeys))]
  return given.length === right.length && timingSafeEqual(given, right) ? value : undefined
}

/** True where a verified value was sealed from this very data, for the key that is still the first. */
export const isSealedFrom = (
  data: unknown,
  { fp }: WriteOnlyValue,
  binding: Binding,
  { keySet, macKeys }: { keySet: KeySet; macKeys: MacKeys }
): boolean => fp === fingerprintOf(data, binding, keySet.first.kid, macKeys)
