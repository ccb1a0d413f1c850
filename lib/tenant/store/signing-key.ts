import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'

/** The RSA key that signs tokens, private part included. */
export type SigningKey = JWK & { kid: string }

const generate = async (): Promise<SigningKey> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' }) as JWK
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' }
}

let shared: Promise<SigningKey> | undefined

/** One key for all tenants of this process: making it takes 100 to 240 ms. Their issuers tell their tokens apart. */
export const signingKey = (): Promise<SigningKey> => {
  shared ??= generate()
  return shared
}
