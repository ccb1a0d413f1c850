import { type Binding, readClaims, type SealedClaims } from '../format/claims.js'
import { typAtRest } from '../format/header.js'
import { decryptJWE, encryptJWE } from '../jwe/compact.js'
import { createKeySetParser, type KeySet } from '../jwe/key-set.js'
import { importSecretKey } from '../jwe/secret-keys.js'
import { writeClaims } from './claims.js'

/** The key set of a readable slot: secret keys, whose holder seals and opens. */
export const parseSecretKeys = /* @__PURE__ */ createKeySetParser(typAtRest, importSecretKey)

/**
 * A value, sealed with the first key of the set.
 *
 * @returns compact JWE
 * @throws ERR_DATA where the data is not what JSON can say
 */
export const seal = (claims: SealedClaims, binding: Binding, keySet: KeySet): string =>
  encryptJWE(writeClaims(claims, binding), keySet)

/** What `open` found, and whether the key that sealed it is still the first. */
export interface Opened extends SealedClaims {
  isCurrent: boolean
}

/**
 * The content of a value.
 *
 * @throws ERR_FORMAT, ERR_UNKNOWN_KEY, ERR_DECRYPT, ERR_BINDING
 */
export const open = (value: unknown, binding: Binding, keySet: KeySet): Opened => {
  const { plaintext, key } = decryptJWE(value, keySet)
  const { data, iat, src } = readClaims(plaintext, binding)
  return { data, iat, src, isCurrent: key === keySet.first }
}
