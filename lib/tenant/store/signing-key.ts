import { createHash, createPublicKey, generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { generate as issueCertificate } from 'selfsigned'

/** The RSA key that signs tokens, private part included. */
export type SigningKey = JWK & { kid: string }

const lifetimeMs = 10 * 365 * 24 * 3_600_000

/** `x5c` and `x5t` of a certificate that says nothing but whose key it is. @see RFC 7517 sections 4.7 and 4.8 */
const certificateOf = async (privateKey: KeyObject): Promise<Pick<JWK, 'x5c' | 'x5t'>> => {
  const { cert } = await issueCertificate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + lifetimeMs),
    keyPair: {
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
    }
  })
  const { raw } = new X509Certificate(cert)
  return { x5c: [raw.toString('base64')], x5t: createHash('sha1').update(raw).digest('base64url') }
}

const generate = async (): Promise<SigningKey> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' }) as JWK
  const kid = await calculateJwkThumbprint(jwk)
  return { ...jwk, kid, alg: 'RS256', use: 'sig', ...(await certificateOf(privateKey)) }
}

let shared: Promise<SigningKey> | undefined

/** One key for all tenants of this process: making it takes 100 to 240 ms. Their issuers tell their tokens apart. */
export const signingKey = (): Promise<SigningKey> => {
  shared ??= generate()
  return shared
}
