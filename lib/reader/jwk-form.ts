import { type CryptoKey, calculateJwkThumbprint, importJWK } from 'jose'
import { A0sealError } from '../core/errors.js'
import { decodeBase64url } from './base64url.js'
import type { DescribedKey, KeyForm } from './key-form.js'
import { pointOf } from './point.js'

/** A key as JSON (RFC 7517 §4) with `kid`, `alg` and `use: "enc"`: secret (`oct`), or private on P-256 or X25519. */
export interface JWK {
  kty: string
  [member: string]: unknown
}

type Members = Record<string, unknown>

const webCrypto = { dir: ['AES-GCM', 'decrypt'], A256KW: ['AES-KW', 'unwrapKey'] } as const

const describeSecretKey = (
  { kty, k, kid }: Members,
  alg: keyof typeof webCrypto
): DescribedKey | undefined => {
  const bytes = decodeBase64url(k)
  if (kty !== 'oct' || bytes?.length !== 32) return undefined
  const importKey = async () => {
    const thumbprint = await calculateJwkThumbprint({ kty, k: k as string })
    // A checked kid commits a value to its key; AES-GCM alone does not (one ciphertext can open under two keys).
    if (thumbprint.slice(0, 22) !== kid) {
      throw new A0sealError('ERR_KEY_SET', 'the kid of a secret key is not its thumbprint')
    }
    const [name, usage] = webCrypto[alg]
    return crypto.subtle.importKey('raw', bytes, name, false, [usage])
  }
  return { alg, importKey }
}

const describePrivateKey = (jwk: Members): DescribedKey | undefined => {
  const { d } = jwk
  if (d === undefined) throw new A0sealError('ERR_KEY_MODE', 'a public key opens nothing')
  const point = pointOf(jwk)
  if (!point || decodeBase64url(d)?.length !== 32) return undefined
  const importKey = async () =>
    (await importJWK({ ...point, d: d as string }, 'ECDH-ES', { extractable: false })) as CryptoKey
  return { alg: 'ECDH-ES', importKey }
}

export const jwkForm: KeyForm = {
  member: 'kty',
  describe(jwk) {
    const { alg, use } = jwk
    if (use !== 'enc') return undefined
    if (alg === 'dir' || alg === 'A256KW') return describeSecretKey(jwk, alg)
    if (alg === 'ECDH-ES') return describePrivateKey(jwk)
    throw new A0sealError('ERR_KEY_MODE')
  }
}
