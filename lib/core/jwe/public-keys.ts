import {
  createECDH,
  createHash,
  createPublicKey,
  diffieHellman,
  ECDH,
  generateKeyPairSync
} from '../crypto.js'
import { fail } from '../errors.js'
import { decodeBase64url } from './base64url.js'
import type { EphemeralKey, ImportKey } from './key.js'
import { isKid } from './kid.js'

type JWK = Record<string, unknown>

/** A fresh key pair, agreed with a recipient's public key. */
type Agreement = () => { epk: EphemeralKey; secret: Buffer }

/** 32 bytes, as both curves have them. */
export const coordinate = (text: unknown): Buffer | undefined => {
  const bytes = decodeBase64url(text)
  return bytes?.length === 32 ? bytes : undefined
}

/** Uncompressed, SEC 1 §2.3.3. */
export const pointOf = ({ x, y }: JWK): Buffer | undefined => {
  const left = coordinate(x)
  const right = coordinate(y)
  return left && right && Buffer.concat([Buffer.of(4), left, right])
}

export const p256Name = 'prime256v1'

/** With Node's ECDH class, which is faster here than KeyObjects. */
const p256 = (jwk: JWK): Agreement | undefined => {
  const recipient = jwk.kty === 'EC' ? pointOf(jwk) : undefined
  if (!recipient) return undefined
  ECDH.convertKey(recipient, p256Name) // throws unless the point is on the curve
  return () => {
    const pair = createECDH(p256Name)
    const point = pair.generateKeys()
    const x = point.toString('base64url', 1, 33)
    const y = point.toString('base64url', 33)
    return { epk: { kty: 'EC', crv: 'P-256', x, y }, secret: pair.computeSecret(recipient) }
  }
}

const x25519 = ({ kty, x }: JWK): Agreement | undefined => {
  if (kty !== 'OKP' || !coordinate(x)) return undefined
  const recipient = createPublicKey({ key: { kty, crv: 'X25519', x: x as string }, format: 'jwk' })
  return () => {
    const { publicKey, privateKey } = generateKeyPairSync('x25519')
    const { x = '' } = publicKey.export({ format: 'jwk' })
    return { epk: { kty, crv: 'X25519', x }, secret: diffieHellman({ privateKey, publicKey: recipient }) }
  }
}

const curves: ReadonlyMap<unknown, typeof p256> = new Map([
  ['P-256', p256],
  ['X25519', x25519]
])

// Concat KDF, RFC 7518 §4.6.2, for the 256 bits of A256GCM with empty PartyUInfo and PartyVInfo: one round of SHA-256
// over the counter, the secret, and this.
export const deriveKey = (secret: Buffer): Buffer =>
  createHash('sha256')
    .update('\0\0\0\x01')
    .update(secret)
    .update('\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0')
    .digest()

/**
 * ECDH-ES towards a recipient's public key: seals, and cannot open. Does not authenticate the sealer.
 *
 * @throws ERR_KEY_MODE for its private half too
 */
export const importPublicKey: ImportKey = jwk => {
  const { kid, alg, use, d } = jwk
  if (!isKid(kid) || use !== 'enc') return fail('ERR_KEY_SET')
  if (alg !== 'ECDH-ES' || d !== undefined) return fail('ERR_KEY_MODE')
  const agree = curves.get(jwk.crv)?.(jwk)
  if (!agree) return fail('ERR_KEY_SET')
  return {
    kid,
    alg,
    wrap() {
      const { epk, secret } = agree()
      return { cek: deriveKey(secret), epk }
    }
  }
}
