import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { SigningKey } from '../../store/signing-key.js'

/** The claims of an access token this tenant signed that is still valid; undefined for any other text. */
export type TokenVerifier = (
  token: string,
  options: { issuers: readonly string[] }
) => Promise<JWTPayload | undefined>

export const createVerifier = ({ kty, n, e, kid, alg }: SigningKey): TokenVerifier => {
  const keys = createLocalJWKSet({
    keys: [{ kty, n, e, kid, alg }] as Parameters<typeof createLocalJWKSet>[0]['keys']
  })
  return async (token, { issuers }) => {
    try {
      const { payload } = await jwtVerify(token, keys, { algorithms: ['RS256'], issuer: [...issuers] })
      return payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined
      throw error
    }
  }
}
