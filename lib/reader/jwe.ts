import { type CryptoKey, compactDecrypt } from 'jose'
import { A0sealError } from '../core/errors.js'
import { type AlgorithmName, contentEncryption, parseHeader } from '../core/format/header.js'
import { ivBytes, splitJWE, tagBytes } from '../core/format/jwe.js'
import { pointOf } from '../core/format/point.js'
import { decodeBase64url, textOf } from './base64url.js'

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

const headerOf = (encoded: string, typ: string) => {
  const bytes = decodeBase64url(encoded)
  try {
    return bytes && parseHeader(textOf(bytes), typ, pointOf)
  } catch {
    return undefined // bytes that are no text
  }
}

/** Nothing where a value should be, said as it is. @throws ERR_FORMAT */
const assertThere = (value: unknown): void => {
  if (value === undefined)
    throw new A0sealError('ERR_FORMAT', 'the claim is undefined: there is none of this name')
  if (value === null) throw new A0sealError('ERR_FORMAT', 'the claim is null: nothing was released')
}

/** @throws ERR_FORMAT for what is no compact JWE of ours, before any cryptography */
export const parseJWE = (value: unknown, { typ, algorithms }: HeaderRules): JWE => {
  assertThere(value)
  const [encoded = '', ...rest] = splitJWE(value) ?? []
  const [encryptedKey, iv, ciphertext, tag] = rest.map(decodeBase64url)
  const isWhole = encryptedKey && iv?.length === ivBytes && ciphertext && tag?.length === tagBytes
  const header = isWhole && headerOf(encoded, typ)
  if (!header || !algorithms.includes(header.alg)) throw new A0sealError('ERR_FORMAT')
  return { text: value as string, alg: header.alg, kid: header.kid }
}

/** The text inside. @throws ERR_DECRYPT whatever is wrong: jose's own errors would tell more, and may carry plaintext */
export const decryptJWE = async ({ text, alg }: JWE, key: CryptoKey): Promise<string> => {
  try {
    const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [contentEncryption] }
    return textOf((await compactDecrypt(text, key, options)).plaintext)
  } catch {
    throw new A0sealError('ERR_DECRYPT')
  }
}
