import { generateKeyPairSync, randomBytes } from '../crypto.js'
import { keyId } from './thumbprint.js'

/** A key as JSON (RFC 7517 §4), with the `kid`, `use` and `alg` that our key sets ask for. */
export interface JWK {
  kty: string
  kid: string
  use: 'enc' | 'sig'
  alg: string
  [member: string]: unknown
}

const withId = (jwk: Record<string, unknown>, alg: string): JWK =>
  ({ ...jwk, kid: keyId(jwk), use: 'enc', alg }) as unknown as JWK

/**
 * A secret key of 256 random bits for a readable slot. `A256GCM` is what JOSE libraries call a key for direct encryption (`dir`);
 * `A256KW` is for tenants that seal more than 2^32 times.
 */
export const generateSecretKey = (alg: 'A256GCM' | 'A256KW' = 'A256GCM'): JWK =>
  withId({ kty: 'oct', k: randomBytes(32).toString('base64url') }, alg)

/** A key for blind indexes (`A0SEAL_INDEX_KEYS`). */
export const generateIndexKey = (): JWK => ({
  ...withId({ kty: 'oct', k: randomBytes(32).toString('base64url') }, 'HS256'),
  use: 'sig'
})

/** A key pair for an application, an API, or the backend of a write-only slot. Only the public half goes to Auth0. */
export const generateKeyPair = (crv: 'P-256' | 'X25519' = 'P-256'): { publicKey: JWK; privateKey: JWK } => {
  const { privateKey } =
    crv === 'P-256' ? generateKeyPairSync('ec', { namedCurve: crv }) : generateKeyPairSync('x25519')
  const { d, ...jwk } = privateKey.export({ format: 'jwk' })
  const publicKey = withId(jwk as Record<string, unknown>, 'ECDH-ES')
  return { publicKey, privateKey: { ...publicKey, d } }
}
