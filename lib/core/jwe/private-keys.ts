import { isPlainObject } from '../auth0/json.js'
import { createECDH, createPrivateKey, createPublicKey, diffieHellman, type JsonWebKey } from '../crypto.js'
import { fail } from '../errors.js'
import type { ImportKey } from './key.js'
import { coordinate, deriveKey, importPublicKey, p256Name, pointOf } from './public-keys.js'

type JWK = Record<string, unknown>
type Agree = (epk: JWK) => Buffer | undefined

/** With Node's ECDH class: half the time of importing each ephemeral key as a KeyObject. */
const p256 = (jwk: JWK, d: Buffer): Agree | undefined => {
  const pair = createECDH(p256Name)
  pair.setPrivateKey(d)
  const publicPoint = pointOf(jwk)
  if (!publicPoint || !pair.getPublicKey().equals(publicPoint)) return undefined
  return epk => {
    const point = pointOf(epk)
    return point && pair.computeSecret(point) // throws for a point that is not on the curve
  }
}

const x25519 = ({ x }: JWK, d: Buffer): Agree | undefined => {
  const jwk = { kty: 'OKP', crv: 'X25519' }
  const privateKey = createPrivateKey({
    key: { ...jwk, x, d: d.toString('base64url') } as JsonWebKey,
    format: 'jwk'
  })
  if (createPublicKey(privateKey).export({ format: 'jwk' }).x !== x) return undefined
  // OpenSSL throws for the all-zero secret of a low-order point (RFC 7748 §6.1).
  return epk =>
    coordinate(epk.x) &&
    diffieHellman({
      privateKey,
      publicKey: createPublicKey({ key: { ...jwk, x: epk.x } as JsonWebKey, format: 'jwk' })
    })
}

const curves: Readonly<Record<string, { agreement: typeof p256; members: number }>> = {
  'P-256': { agreement: p256, members: 4 },
  X25519: { agreement: x25519, members: 3 }
}

/** ECDH-ES with the private key: for backends, the command line and tests. Never in an Action. */
export const importPrivateKey: ImportKey = ({ d, ...jwk }, typ) => {
  const key = importPublicKey(jwk, typ)
  if (d === undefined) fail('ERR_KEY_MODE')
  const curve = curves[jwk.crv as string]
  const bytes = coordinate(d)
  const agree = curve && bytes && curve.agreement(jwk, bytes)
  if (!agree) return fail('ERR_KEY_SET')
  return {
    ...key,
    unwrap(encryptedKey, epk) {
      const fits =
        encryptedKey === '' &&
        isPlainObject(epk) &&
        epk.kty === jwk.kty &&
        epk.crv === jwk.crv &&
        Object.keys(epk).length === curve.members
      const secret = fits ? agree(epk) : undefined
      return secret && deriveKey(secret)
    }
  }
}
