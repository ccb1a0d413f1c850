import {
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject
} from 'crypto'
import type { Algorithm, EphemeralKey } from './algorithm.js'

const generators: Readonly<Record<string, () => { publicKey: KeyObject; privateKey: KeyObject }>> = {
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  X25519: () => generateKeyPairSync('x25519')
}

/** The public key of a JWK on one of our curves; undefined, or a throw, where it is none. Other members are ignored. */
export const importPublicKey = ({ kty, crv, x, y }: Record<string, unknown>): KeyObject | undefined => {
  if (!Object.hasOwn(generators, crv as string)) return undefined
  const key = createPublicKey({ key: { kty, crv, x, y } as JsonWebKey, format: 'jwk' })
  const exported = key.export({ format: 'jwk' })
  // Node decodes base64url leniently: a point has one text only.
  return exported.x === x && exported.y === y ? key : undefined
}

// Concat KDF, RFC 7518 §4.6.2, for the 256 bits of A256GCM with empty PartyUInfo and PartyVInfo: one round of SHA-256
// over the counter, the secret, and this.
const counter = Buffer.of(0, 0, 0, 1)
const otherInfo = Buffer.from('\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0')

export const deriveKey = (secret: Buffer): Buffer =>
  createHash('sha256').update(counter).update(secret).update(otherInfo).digest()

/** ECDH-ES towards a recipient's public key: seals, and cannot open. Does not authenticate the sealer. */
export const ecdhEs: Algorithm = {
  name: 'ECDH-ES',
  kind: 'public',
  importKey(jwk) {
    const recipient = importPublicKey(jwk)
    return (
      recipient && {
        wrap() {
          const { publicKey, privateKey } = (generators[jwk.crv as string] as (typeof generators)[string])()
          const { kty, crv, x, y } = publicKey.export({ format: 'jwk' }) as EphemeralKey
          const cek = deriveKey(diffieHellman({ privateKey, publicKey: recipient }))
          return { cek, encryptedKey: '', epk: { kty, crv, x, y } }
        }
      }
    )
  }
}
