// The same header and claims, by jose's JWT layer, with the key imported once. It does not pad.
import { EncryptJWT, importJWK, jwtDecrypt } from 'jose'
import type { Open, Seal, Setup } from './candidate.js'

const typ = 'a0seal+jwt'

/** The `alg` of a JWE (RFC 7518 §4): a JWK names the algorithm of the content where the key encrypts it itself. */
const algOf = ({ alg }: { alg: string }): string => (alg === 'A256GCM' ? 'dir' : alg)

export const createSealWith = async (secret: string, { place, iat }: Setup): Promise<Seal> => {
  const jwk = JSON.parse(secret)
  const { kid } = jwk
  const key = await importJWK(jwk)
  return data =>
    new EncryptJWT({ data })
      .setProtectedHeader({ alg: algOf(jwk), enc: 'A256GCM', kid, typ })
      .setIssuer(place.iss)
      .setSubject(place.sub)
      .setAudience(place.aud)
      .setIssuedAt(iat)
      .encrypt(key)
}

export const createOpenWith = async (secret: string, { place, iat }: Setup): Promise<Open> => {
  const jwk = JSON.parse(secret)
  const key = await importJWK(jwk)
  const options = {
    issuer: place.iss,
    subject: place.sub,
    audience: place.aud,
    typ,
    keyManagementAlgorithms: [algOf(jwk)],
    contentEncryptionAlgorithms: ['A256GCM'],
    currentDate: new Date(iat * 1000)
  }
  return async sealed => (await jwtDecrypt(sealed, key, options)).payload.data
}
