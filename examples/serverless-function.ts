// A function of the web application hr-web, which posts it the ID token of a login. Runs wherever fetch and WebCrypto do.
import { A0sealError, createReader, type IdTokenClaims, type KeySource } from 'a0seal/reader'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type policy from '../a0seal.config.js'

interface Options {
  /** `https://<domain>/`, with the slash. */
  issuer: string
  tenant: string
  clientId: string
  /** May be a function that asks a secret store: it is called again once a key is missing. */
  keys: KeySource
}

export const createHandler = ({ issuer, tenant, clientId, keys }: Options) => {
  const jwks = createRemoteJWKSet(new URL('.well-known/jwks.json', issuer))
  const reader = createReader({ keys, tenant, recipient: clientId })

  return async (request: Request): Promise<Response> => {
    try {
      const expected = { issuer, audience: clientId, algorithms: ['RS256'] }
      const verified = await jwtVerify<IdTokenClaims<typeof policy, 'hr-web'>>(
        await request.text(),
        jwks,
        expected
      )
      const token = verified.payload
      const claim = token['https://acme.example/demographics']
      if (!claim) return Response.json({}) // nothing is known of this user, or it was not released
      const { data, releasedAt } = await reader.open(claim, { token })
      return Response.json({ gender: data.gender, releasedAt })
    } catch (error) {
      return new Response(null, { status: error instanceof A0sealError ? 403 : 401 })
    }
  }
}
