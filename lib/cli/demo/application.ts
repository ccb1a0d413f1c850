import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import type { JWK } from '../../core/jwe/generate.js'
import { createReader } from '../../reader/index.js'
import { browse, type CookieJar } from '../../tenant/client/login.js'
import { builtInSeed } from '../../tenant/seed/built-in.js'
import type { Tenant } from '../../tenant/start.js'

/** What a login or a refresh gave the application. */
export interface Received {
  /** Claims of the ID token, verified against the tenant's JWKS. */
  claims: JWTPayload
  accessToken: string
  refreshToken?: string
  userId: string
}

/** An application as its developers write one: `openid-client`, and `jose` to open what is sealed to it. */
export interface Application {
  clientId: string
  login(jar: CookieJar, persona?: string, request?: { audience?: string | undefined }): Promise<Received>
  refresh(refreshToken: string, userId: string): Promise<Received>
  userinfo(received: Received): Promise<Record<string, unknown>>
}

const callback = 'http://localhost:3000/callback'

export const createApplication = async (tenant: Tenant, clientId: string): Promise<Application> => {
  const { issuer } = tenant
  const secret = tenant.clients.find(({ client_id }) => client_id === clientId)?.client_secret
  const options = { execute: [oidc.allowInsecureRequests] } // plain HTTP, on loopback only
  const config = await oidc.discovery(new URL(issuer), clientId, secret, undefined, options)
  const jwks = createRemoteJWKSet(new URL('.well-known/jwks.json', issuer))

  const receive = async (tokens: oidc.TokenEndpointResponse, userId?: string): Promise<Received> => {
    const { payload } = await jwtVerify(tokens.id_token ?? '', jwks, { issuer, audience: clientId })
    if (!payload.sub || (userId && payload.sub !== userId)) throw new Error('the ID token is of another user')
    return {
      claims: payload,
      accessToken: tokens.access_token,
      userId: payload.sub,
      ...(tokens.refresh_token && { refreshToken: tokens.refresh_token })
    }
  }

  return {
    clientId,
    async login(jar, persona, { audience } = {}) {
      const verifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid profile email offline_access',
        ...(audience && { audience }),
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce
      })
      // A page of the customer's own, reached by an Action's redirect, sends the browser back to /continue.
      const onRedirect = ({ searchParams }: URL) =>
        new URL(`continue?state=${searchParams.get('state')}`, issuer)
      const reached = await browse(tenant, url, { jar, callback, onRedirect, ...(persona && { persona }) })
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }
      return receive(await oidc.authorizationCodeGrant(config, reached.url, checks))
    },
    async refresh(refreshToken, userId) {
      return receive(await oidc.refreshTokenGrant(config, refreshToken), userId)
    },
    userinfo: ({ accessToken, userId }) => oidc.fetchUserInfo(config, accessToken, userId)
  }
}

/** Whose key, and whose name, a value is held against. */
export interface Recipient {
  key: JWK
  /** The client id, or the audience of the API. */
  recipient: string
  token: JWTPayload
  /** The tenant's id. Default: that of the built-in seed. */
  tenant?: string
}

/**
 * The data of a value that was released to an application.
 *
 * @returns undefined where it does not open: another key, another application, another user
 */
export const openReleased = async (
  value: unknown,
  { key, recipient, token, tenant = builtInSeed.tenant }: Recipient
): Promise<Record<string, unknown> | undefined> => {
  const reader = createReader({ keys: key, tenant, recipient })
  try {
    const { data } = await reader.open(value, { token })
    return data
  } catch {
    return undefined
  }
}
