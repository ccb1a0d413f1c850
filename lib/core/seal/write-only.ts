import { createHash, timingSafeEqual } from '../crypto.js'
import type { Binding, SealedClaims } from '../format/claims.js'
import { typAtRest } from '../format/header.js'
import { innerMacItems, macLabels } from '../format/mac.js'
import { pointOf } from '../format/point.js'
import { isWriteOnlyValue, type WriteOnlyValue } from '../format/write-only.js'
import { encryptJWE } from '../jwe/compact.js'
import { decodeHeader } from '../jwe/header.js'
import { createKeySetParser, type KeySet } from '../jwe/key-set.js'
import { importPublicKey } from '../jwe/public-keys.js'
import { canonicalJson } from './canonical.js'
import { writeClaims } from './claims.js'
import { type MacKeys, macOf } from './mac.js'

/** The key set of a write-only slot: public keys. One with `d` is refused with ERR_KEY_MODE. */
export const parsePublicKeys = /* @__PURE__ */ createKeySetParser(typAtRest, importPublicKey)

const fingerprintOf = (
  data: unknown,
  { iss, sub, aud }: Binding,
  kid: string,
  { fingerprint }: MacKeys
): string => macOf(fingerprint, [macLabels.fingerprint, iss, sub, aud, kid, canonicalJson(data)]).slice(0, 22)

const tagOf = (
  { v, fp = '', kid }: { v: string; fp?: string | undefined; kid: string },
  { iss, sub, aud }: Binding,
  { tag }: MacKeys
): string => {
  const digest = createHash('sha256').update(v).digest()
  return macOf(tag, [macLabels.tag, iss, sub, aud, kid, fp, digest])
}

/** @throws ERR_DATA where the data is not what JSON can say */
export const sealWriteOnlyValue = (
  { data, iat }: SealedClaims,
  binding: Binding,
  { keySet, macKeys, fingerprint }: { keySet: KeySet; macKeys: MacKeys; fingerprint: true | undefined }
): WriteOnlyValue => {
  const { kid } = keySet.first
  const mac = macOf(macKeys.inner, innerMacItems(binding, { kid, iat, data: canonicalJson(data) }))
  const v = encryptJWE(writeClaims({ data, iat, mac }, binding), keySet)
  const fp = fingerprint ? fingerprintOf(data, binding, kid, macKeys) : undefined
  return { v, tag: tagOf({ v, fp, kid }, binding, macKeys), ...(fp && { fp }) }
}

/** The stored value, if this tenant made it for this user and slot. */
export const verifyWriteOnlyValue = (
  stored: unknown,
  binding: Binding,
  macKeys: MacKeys
): WriteOnlyValue | undefined => {
  if (!isWriteOnlyValue(stored)) return undefined
  const header = decodeHeader(stored.v.split('.', 1).join(), typAtRest, pointOf)
  if (!header) return undefined
  const right = Buffer.from(tagOf({ ...stored, kid: header.kid }, binding, macKeys))
  const given = Buffer.from(stored.tag)
  return given.length === right.length && timingSafeEqual(given, right) ? stored : undefined
}

/** True where a verified value was sealed from this very data, for the key that is still the first. */
export const isSealedFrom = (
  data: unknown,
  { fp }: WriteOnlyValue,
  binding: Binding,
  { keySet, macKeys }: { keySet: KeySet; macKeys: MacKeys }
): boolean => fp === fingerprintOf(data, binding, keySet.first.kid, macKeys)
