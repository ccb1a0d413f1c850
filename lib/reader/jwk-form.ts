import { type CryptoKey, calculateJwkThumbprint, importJWK } from 'jose'
import { A0sealError } from '../core/errors.js'
import { is32Bytes } from '../core/format/base64url.js'
import { algorithmOf, isOurs } from '../core/format/jwk.js'
import { pointOf } from '../core/format/point.js'
import { decodeBase64url } from './base64url.js'
import type { DescribedKey, KeyForm } from './key-form.js'

/** A key as JSON (RFC 7517 §4) with `kid`, `alg` and `use: "enc"`: secret (`oct`), or private on P-256 or X25519. */
export interface JWK {
  kty: string
  [member: string]: unknown
}

type Members = Record<string, unknown>

const webCrypto = { dir: ['AES-GCM', 'decrypt'], A256KW: ['AES-KW', 'unwrapKey'] } as const

const unusable = (why: string) => new A0sealError('ERR_KEY_SET', why)

const describeSecretKey = ({ kty, k, kid }: Members, alg: keyof typeof webCrypto): DescribedKey => {
  if (kty !== 'oct' || !is32Bytes(k))
    throw unusable('is not 32 bytes as base64url without padding, in `k` of an `oct` key')
  const importKey = async () => {
    const thumbprint = await calculateJwkThumbprint({ kty, k })
    // A checked kid commits a value to its key; AES-GCM alone does not (one ciphertext can open under two keys).
    if (thumbprint.slice(0, 22) !== kid)
      throw unusable('has a kid that is not the first 22 characters of its thumbprint')
    const [name, usage] = webCrypto[alg]
    return crypto.subtle.importKey('raw', decodeBase64url(k) as Uint8Array<ArrayBuffer>, name, false, [usage])
  }
  return { alg, importKey }
}

const describePrivateKey = (jwk: Members): DescribedKey => {
  const { d } = jwk
  if (d === undefined) throw new A0sealError('ERR_KEY_MODE', 'a public key opens nothing')
  const point = pointOf(jwk)
  if (!point || !is32Bytes(d)) throw unusable('is no private key on P-256 or X25519')
  const importKey = async () =>
    (await importJWK({ ...point, d }, 'ECDH-ES', { extractable: false })) as CryptoKey
  return { alg: 'ECDH-ES', importKey }
}

export const jwkForm: KeyForm = {
  member: 'kty',
  describe(jwk, mode) {
    if (!isOurs(jwk, mode)) return undefined
    if (jwk.use !== 'enc') throw unusable('does not say "use": "enc"')
    const alg = algorithmOf(jwk.alg)
    if (!alg) throw unusable('has no alg')
    return alg === 'ECDH-ES' ? describePrivateKey(jwk) : describeSecretKey(jwk, alg)
  }
}
