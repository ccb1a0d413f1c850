// An API whose access tokens carry a value sealed to it. Express takes the handler as it is: app.get('/gender', …).
import type { IncomingMessage, ServerResponse } from 'node:http'
import { A0sealError, createReader, type Json, type KeySource, type Sealed } from 'a0seal/reader'
import { createRemoteJWKSet, jwtVerify } from 'jose'

interface Claims {
  'https://acme.example/demographics'?: Sealed<{ gender?: Json }>
}

interface Options {
  /** `https://<domain>/`, with the slash. */
  issuer: string
  /** The id of the tenant, which no domain can change. */
  tenant: string
  /** The identifier of this API. */
  audience: string
  /** Its private keys, of which Auth0 has the public halves. */
  keys: KeySource
}

export const createGenderHandler = ({ issuer, tenant, audience, keys }: Options) => {
  const jwks = createRemoteJWKSet(new URL('.well-known/jwks.json', issuer))
  const reader = createReader({ keys, tenant, recipient: audience })

  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      const jwt = req.headers.authorization?.replace(/^Bearer /i, '') ?? ''
      const verified = await jwtVerify<Claims>(jwt, jwks, { issuer, audience, algorithms: ['RS256'] })
      const token = verified.payload
      const { data } = await reader.open(token['https://acme.example/demographics'], { token })
      res.setHeader('content-type', 'application/json').end(JSON.stringify({ gender: data.gender }))
    } catch (error) {
      // A good token without a value for this API: forbidden. The code may be logged, the error says no more.
      res.writeHead(error instanceof A0sealError ? 403 : 401).end()
    }
  }
}
