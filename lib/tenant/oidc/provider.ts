import type { Configuration, KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import { errorPage } from '../html/error.js'
import { pageHeaders } from '../html/page.js'
import { isAllowedOrigin, isLoopbackUrl } from '../store/clients.js'
import type { SigningKey } from '../store/signing-key.js'
import type { TenantState } from '../store/tenant-store.js'
import { createCredentialsExchanges } from '../triggers/credentials-exchange.js'
import type { Store } from './adapter.js'
import type { Flow } from './advance.js'
import type { Apis } from './apis.js'
import { claimsByScope, standardClaims } from './claims.js'
import { createPolicy } from './interaction.js'
import { errors, Provider } from './library.js'
import { addPasswordGrants } from './password.js'
import { createRefresh } from './refresh.js'
import { accessTokenClaims, addIdTokenClaims, type PendingClaims, shapeAccessToken } from './tokens.js'

/** Seconds. Access tokens of an API bring their own. */
export const ttl = {
  AccessToken: 86_400,
  AuthorizationCode: 60,
  ClientCredentials: 86_400,
  Grant: 30 * 86_400,
  IdToken: 36_000,
  Interaction: 3_600,
  RefreshToken: 30 * 86_400,
  Session: 3 * 86_400
}

const routes = {
  authorization: '/authorize',
  token: '/oauth/token',
  userinfo: '/userinfo',
  jwks: '/.well-known/jwks.json',
  revocation: '/oauth/revoke',
  end_session: '/oidc/logout'
}

export interface CookieNames {
  session: string
  device: string
}

/** Cookies ignore ports: without the port in their names two tenants of one machine would log each other out. */
export const cookieNames = (port: number): CookieNames => ({
  session: `auth0_${port}`,
  device: `did_${port}`
})

export interface ProviderOptions {
  issuer: string
  port: number
  state: TenantState
  store: Store
  apis: Apis
  flow: Flow
  pending: PendingClaims
  key: SigningKey
  /** Signs the cookies of oidc-provider. */
  cookieKey: string
}

/** `offline_access` needs no `prompt=consent` on Auth0; oidc-provider has taken it out by now. */
const keepOfflineAccess = (ctx: KoaContextWithOIDC): void => {
  const { params, client } = ctx.oidc
  const asked = [ctx.query.scope].flat().join(' ').split(' ')
  if (!params || !asked.includes('offline_access') || !client?.grantTypeAllowed('refresh_token')) return
  params.scope = [...new Set([...String(params.scope ?? '').split(' '), 'offline_access'])]
    .filter(Boolean)
    .join(' ')
}

/** oidc-provider set up to behave as Auth0 does, for one issuer. */
export const createProvider = ({
  issuer,
  port,
  state,
  store,
  apis,
  flow,
  pending,
  key,
  cookieKey
}: ProviderOptions): OidcProvider => {
  const names = cookieNames(port)
  const { policy, url } = createPolicy({ state, store, flow, pending, deviceCookie: names.device })
  const refresh = createRefresh({ state, store, flow, pending })
  const exchanges = createCredentialsExchanges(state)
  const serverFor = (ctx: KoaContextWithOIDC, resource: string) =>
    apis.serverFor(ctx, resource, state.clients.get(ctx.oidc.client?.clientId ?? ''))

  const findAccount: NonNullable<Configuration['findAccount']> = async (_ctx, accountId) => {
    const user = state.users.get(accountId)
    return (
      user && {
        accountId,
        claims: async (_use, scope) => ({
          sub: accountId,
          ...standardClaims(user, new Set(scope.split(' ')))
        })
      }
    )
  }

  const configuration: Configuration = {
    adapter: store.adapter,
    jwks: { keys: [key] },
    routes,
    ttl,
    claims: claimsByScope,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
    conformIdTokenClaims: false,
    cookies: {
      keys: [cookieKey],
      names: { session: names.session, interaction: `interaction_${port}`, resume: `resume_${port}` },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true }
    },
    interactions: { policy, url },
    loadExistingGrant: async () => undefined,
    expiresWithSession: async () => false,
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: refresh,
    pkce: { required: (_ctx, client) => client.tokenEndpointAuthMethod === 'none' },
    extraParams: {
      audience: keepOfflineAccess,
      connection: null,
      organization: null,
      screen_hint: null,
      'ext-actor': null
    },
    extraTokenClaims: accessTokenClaims({ pending, exchanges }),
    formats: { customizers: { jwt: shapeAccessToken(issuer) } },
    clientBasedCORS: (_ctx, origin, client) => {
      const known = state.clients.get(client.clientId)
      return known !== undefined && isAllowedOrigin(known, origin)
    },
    findAccount,
    renderError: async (ctx, { error, error_description }) => {
      ctx.type = 'html'
      ctx.set(pageHeaders)
      ctx.body = String(errorPage({ title: error, text: error_description ?? '' }))
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId
      },
      rpInitiatedLogout: { enabled: true },
      // How auth0-spa-js authenticates silently, in a frame.
      webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx, _client, oneOf) => {
          const resource = oneOf?.[0] ?? apis.resourceOf(ctx.oidc.params?.audience as string | undefined)
          const isMachine = ctx.oidc.params?.grant_type === 'client_credentials'
          if (isMachine && resource === undefined) throw new errors.InvalidRequest('audience is required')
          // The published type has no room for "none", which is what the documentation says to return.
          return resource as string
        },
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource) => {
          const server = serverFor(ctx, resource)
          return ctx.oidc.params?.grant_type === 'client_credentials' ? exchanges.run(ctx, server) : server
        }
      }
    }
  }

  const provider = new Provider(issuer, configuration)
  addIdTokenClaims(provider, { pending, records: state.records })
  addPasswordGrants(provider, { state, store, flow, pending, serverFor, findAccount })
  provider.on('grant.success', ctx => pending.release(ctx.oidc.entities.Grant?.jti))

  // Applications under development live on loopback, at whatever port was free.
  const { prototype } = provider.Client
  const { redirectUriAllowed } = prototype
  prototype.redirectUriAllowed = function isAllowed(uri) {
    return redirectUriAllowed.call(this, uri) || isLoopbackUrl(uri)
  }
  return provider
}
