import type { Configuration, KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import { errorPage } from '../html/error.js'
import { pageHeaders } from '../html/page.js'
import { isAllowedOrigin, isLoopbackUrl } from '../store/clients.js'
import type { SigningKey } from '../store/signing-key.js'
import { requestedOrganization } from '../triggers/organization.js'
import { createClientCredentialsGrant } from './grants/client-credentials.js'
import { addPasswordGrants } from './grants/password.js'
import { createRefreshTokenGrant } from './grants/refresh-token.js'
import { speakAsAuth0 } from './grants/token-errors.js'
import { createInteractions } from './interaction.js'
import { cookieAttributes, cookieNames, type OidcContext } from './issuer.js'
import { errors, Provider } from './library/library.js'
import { createTicketLogin } from './login-ticket.js'
import { replaceOtherSession } from './other-session.js'
import { allowImplicit, responseTypes } from './response-types.js'
import { claimsByScope, oidcScopes, standardClaims } from './tokens/claims.js'
import { shapeIdTokens } from './tokens/id-token.js'
import { watchIssued } from './tokens/issued.js'
import { accessTokenClaims, shapeAccessToken } from './tokens/tokens.js'
import { takeWithoutOpenId } from './without-openid.js'

/** Seconds. An API can have its own for its access tokens. */
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

/** Of an access token for /userinfo that came without a code. */
const implicitTtlSeconds = 7_200

const routes = {
  authorization: '/authorize',
  token: '/oauth/token',
  userinfo: '/userinfo',
  jwks: '/.well-known/jwks.json',
  revocation: '/oauth/revoke',
  end_session: '/oidc/logout'
}

export interface ProviderOptions {
  issuer: string
  port: number
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
export const createProvider = (
  context: OidcContext,
  { issuer, port, key, cookieKey }: ProviderOptions
): OidcProvider => {
  const { store, tokens, apis, pending } = context
  const names = cookieNames(port)
  const resume = `resume_${port}`
  const attributes = cookieAttributes(issuer)
  const machines = createClientCredentialsGrant(context)
  const { holdBack, giveBack } = takeWithoutOpenId()
  const { interactions, transactionOf } = createInteractions(context, {
    deviceCookie: names.device,
    attributes
  })
  const serverFor = (ctx: KoaContextWithOIDC, resource: string) =>
    apis.serverFor(ctx, resource, store.clients.get(ctx.oidc.client?.clientId ?? ''))

  const findAccount: NonNullable<Configuration['findAccount']> = async (_ctx, accountId) => {
    const user = store.users.get(accountId)
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
    adapter: tokens.adapter,
    jwks: { keys: [key] },
    routes,
    ttl: {
      ...ttl,
      AccessToken: (_ctx, { gty, resourceServer }) =>
        resourceServer?.accessTokenTTL ?? (gty === 'implicit' ? implicitTtlSeconds : ttl.AccessToken),
      ClientCredentials: (_ctx, { resourceServer }) => resourceServer?.accessTokenTTL ?? ttl.ClientCredentials
    },
    claims: claimsByScope,
    scopes: oidcScopes,
    responseTypes,
    allowOmittingSingleRegisteredRedirectUri: false,
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
    conformIdTokenClaims: false,
    cookies: {
      keys: [cookieKey],
      names: { session: names.session, interaction: `interaction_${port}`, resume },
      long: { httpOnly: true, signed: true, ...attributes },
      short: { httpOnly: true, signed: true, ...attributes }
    },
    interactions,
    loadExistingGrant: async () => undefined,
    expiresWithSession: async () => false,
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: createRefreshTokenGrant(context),
    pkce: { required: (_ctx, client) => client.tokenEndpointAuthMethod === 'none' },
    extraParams: {
      audience(ctx) {
        keepOfflineAccess(ctx)
        giveBack(ctx)
      },
      connection: null,
      // Refused before anybody is asked to log in.
      organization(_ctx, asked) {
        const requested = requestedOrganization(store, asked)
        if ('problem' in requested) throw new errors.InvalidRequest(requested.problem)
      },
      screen_hint: null,
      login_ticket: createTicketLogin(context, { cookie: names.crossOrigin, transactionOf }),
      'ext-actor': null
    },
    extraTokenClaims: accessTokenClaims({
      pending,
      machineClaims: machines.claimsOf,
      settings: apis.settings
    }),
    formats: { customizers: { jwt: shapeAccessToken(issuer, apis.settings) } },
    clientBasedCORS: (_ctx, origin, client) => {
      const known = store.clients.get(client.clientId)
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
          return ctx.oidc.params?.grant_type === 'client_credentials' ? machines.run(ctx, server) : server
        }
      }
    }
  }

  const provider = new Provider(issuer, configuration)
  holdBack(provider)
  replaceOtherSession(provider, { store, cookies: { session: names.session, resume } })
  allowImplicit(provider)
  shapeIdTokens(provider, { issuer, key, ttlSeconds: ttl.IdToken, sessions: store.sessions, pending })
  addPasswordGrants(provider, { context, serverFor, findAccount })
  watchIssued(provider, { pending, userinfoClaims: store.userinfoClaims })
  speakAsAuth0(provider)

  // Applications under development live on loopback, at whatever port was free.
  provider.Client.prototype.redirectUriAllowed = function isAllowed(uri) {
    return isLoopbackUrl(uri) || store.clients.get(this.clientId)?.redirect_uris.includes(uri) === true
  }
  return provider
}
