import { type CryptoKey, compactDecrypt } from 'jose'
import { isPlainObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { decodeBase64url, encodeBase64url, textOf } from './base64url.js'
import type { AlgorithmName } from './key-form.js'
import { pointOf } from './point.js'

/** Longest JWE we look at, characters. Sealed values have a few hundred. */
const jweMaxChars = 65_536

const enc = 'A256GCM'

/** A compact JWE of ours, and what its protected header (RFC 7516 §4) says of the key. */
export interface JWE {
  text: string
  alg: AlgorithmName
  kid: string
}

/** What a JWE must be to be looked at. */
export interface HeaderRules {
  typ: string
  algorithms: readonly AlgorithmName[]
}

const parseJson = (encoded: string): unknown => {
  try {
    return JSON.parse(textOf(decodeBase64url(encoded) ?? new Uint8Array()))
  } catch {
    return undefined // an error here would quote the header
  }
}

const parseHeader = (encoded: string, { typ, algorithms }: HeaderRules): Omit<JWE, 'text'> | undefined => {
  const header = parseJson(encoded)
  if (!isPlainObject(header) || typeof header.kid !== 'string') return undefined
  const { kid } = header
  const alg = algorithms.find(name => name === header.alg)
  const epk = pointOf(header.epk)
  if (!alg || (alg === 'ECDH-ES') !== (epk !== undefined)) return undefined
  // Written anew, with our `typ` and `enc`, it is the same text: JSON.parse alone would hide a member more or twice.
  return encodeBase64url(JSON.stringify({ alg, enc, kid, typ, epk })) === encoded ? { alg, kid } : undefined
}

/** @throws ERR_FORMAT for what is no compact JWE of ours, before any cryptography */
export const parseJWE = (value: unknown, rules: HeaderRules): JWE => {
  if (typeof value === 'string' && value.length <= jweMaxChars) {
    const [header = '', ...rest] = value.split('.')
    const [encryptedKey, iv, ciphertext, tag, ...others] = rest.map(decodeBase64url)
    const isWhole = encryptedKey && iv?.length === 12 && ciphertext && tag?.length === 16 && !others.length
    const parsed = isWhole && parseHeader(header, rules)
    if (parsed) return { text: value, ...parsed }
  }
  throw new A0sealError('ERR_FORMAT')
}

/** The text inside. @throws ERR_DECRYPT whatever is wrong: jose's own errors would tell more, and may carry plaintext */
export const decryptJWE = async ({ text, alg }: JWE, key: CryptoKey): Promise<string> => {
  try {
    const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] }
    return textOf((await compactDecrypt(text, key, options)).plaintext)
  } catch {
    throw new A0sealError('ERR_DECRYPT')
  }
}
