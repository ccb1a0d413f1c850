import { createECDH, createPrivateKey, createPublicKey, diffieHellman } from '../crypto.js'
import { fail } from '../errors.js'
import { is32Bytes } from '../format/base64url.js'
import { isOurs, type KeyMode } from '../format/jwk.js'
import type { Point } from '../format/point.js'
import type { ImportKey } from './key.js'
import { deriveKey, importPoint, p256Name, sec1Of } from './public-keys.js'

type Agree = (epk: Point) => Buffer

/** With Node's ECDH class: half the time of importing each ephemeral key as a KeyObject. */
const p256 = (point: Point, d: string): Agree => {
  const pair = createECDH(p256Name)
  pair.setPrivateKey(d, 'base64url')
  if (!pair.getPublicKey().equals(sec1Of(point))) return fail('ERR_KEY_SET')
  return epk => pair.computeSecret(sec1Of(epk)) // throws for a point that is not on the curve
}

const x25519 = (point: Point, d: string): Agree => {
  const privateKey = createPrivateKey({ key: { ...point, d }, format: 'jwk' })
  if (createPublicKey(privateKey).export({ format: 'jwk' }).x !== point.x) return fail('ERR_KEY_SET')
  // OpenSSL throws for the all-zero secret of a low-order point (RFC 7748 §6.1).
  return epk => diffieHellman({ privateKey, publicKey: createPublicKey({ key: { ...epk }, format: 'jwk' }) })
}

const mode: KeyMode = { algorithms: ['ECDH-ES'], takesPrivate: true }

/** ECDH-ES with the private key: for backends, the command line and tests. Never in an Action. */
export const importPrivateKey: ImportKey = (jwk, typ) => {
  if (!isOurs(jwk, mode)) return undefined
  const { key, point } = importPoint(jwk, typ)
  const { d } = jwk
  if (d === undefined) fail('ERR_KEY_MODE')
  if (!is32Bytes(d)) return fail('ERR_KEY_SET')
  const agree = point.crv === 'P-256' ? p256(point, d) : x25519(point, d)
  return {
    ...key,
    open: ({ length }, epk) => (length === 0 && epk?.crv === point.crv ? deriveKey(agree(epk)) : undefined)
  }
}
