import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export interface Listening {
  url: string
  stop(): Promise<void>
}

/** A server on a free port of the loopback interface. */
export const listen = async (listener: RequestListener): Promise<Listening> => {
  const server: Server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    }
  }
}

/** What issues tokens: a JWKS at the place where Auth0 has it, and the key that signs. */
export const startIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  const { url, stop } = await listen((_, res) => {
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
  })
  const sign = (claims: JWTPayload) =>
    new SignJWT({ iss: url, exp: (claims.iat ?? 0) + 3600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'test' })
      .sign(privateKey)
  return { issuer: url, sign, stop }
}
