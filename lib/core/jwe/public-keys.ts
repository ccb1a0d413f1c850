import {
  createECDH,
  createHash,
  createPublicKey,
  diffieHellman,
  ECDH,
  generateKeyPairSync
} from '../crypto.js'
import { fail } from '../errors.js'
import { isKid } from '../format/header.js'
import { algorithmOf, isOurs, type KeyMode } from '../format/jwk.js'
import { type Point, pointOf } from '../format/point.js'
import { encodeHeader } from './header.js'
import type { ImportKey, Key } from './key.js'

/** A fresh key pair, agreed with a recipient's public key. */
type Agreement = () => { epk: Point; secret: Buffer }

/** Uncompressed, SEC 1 §2.3.3. */
export const sec1Of = ({ x, y = '' }: Point): Buffer =>
  Buffer.of(4, ...Buffer.from(x, 'base64url'), ...Buffer.from(y, 'base64url'))

export const p256Name = 'prime256v1'

/** With Node's ECDH class, which is faster here than KeyObjects. */
const p256 = (publicKey: Point): Agreement => {
  const recipient = sec1Of(publicKey)
  ECDH.convertKey(recipient, p256Name) // throws unless the point is on the curve
  return () => {
    const pair = createECDH(p256Name)
    const point = pair.generateKeys()
    const x = point.toString('base64url', 1, 33)
    const y = point.toString('base64url', 33)
    return { epk: { kty: 'EC', crv: 'P-256', x, y }, secret: pair.computeSecret(recipient) }
  }
}

const x25519 = ({ kty, crv, x }: Point): Agreement => {
  const recipient = createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
  return () => {
    const { publicKey, privateKey } = generateKeyPairSync('x25519')
    const { x } = publicKey.export({ format: 'jwk' }) as Point
    return { epk: { kty, crv, x }, secret: diffieHellman({ privateKey, publicKey: recipient }) }
  }
}

// Concat KDF, RFC 7518 §4.6.2, for the 256 bits of A256GCM with empty PartyUInfo and PartyVInfo: one round of SHA-256
// over the counter, the secret, and this.
export const deriveKey = (secret: Buffer): Buffer =>
  createHash('sha256')
    .update('\0\0\0\x01')
    .update(secret)
    .update('\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0')
    .digest()

/** What both halves of a pair have. */
export const importPoint = (jwk: Record<string, unknown>, typ: string): { key: Key; point: Point } => {
  const { kid, use } = jwk
  const alg = algorithmOf(jwk.alg)
  const point = pointOf(jwk)
  if (alg !== 'ECDH-ES' || use !== 'enc' || !isKid(kid) || !point) return fail('ERR_KEY_SET')
  const agreeWith = point.crv === 'P-256' ? p256(point) : x25519(point)
  const begin = () => {
    const { epk, secret } = agreeWith()
    const header = encodeHeader({ alg, kid, typ, epk })
    return { header, aad: Buffer.from(header), encryptedKey: '', cek: deriveKey(secret) }
  }
  return { key: { alg, kid, begin }, point }
}

const mode: KeyMode = { algorithms: ['ECDH-ES'], takesPrivate: false }

/**
 * ECDH-ES towards a recipient's public key: seals, and cannot open. Does not authenticate the sealer.
 *
 * @throws ERR_KEY_MODE for its private half too
 */
export const importPublicKey: ImportKey = (jwk, typ) =>
  isOurs(jwk, mode) ? importPoint(jwk, typ).key : undefined
