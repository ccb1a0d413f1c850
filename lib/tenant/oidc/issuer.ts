import type { default as OidcProvider } from 'oidc-provider'
import type { SigningKey } from '../store/signing-key.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { Triggers } from '../triggers/triggers.js'
import type { TokenStore } from './adapter.js'
import type { Apis } from './apis.js'
import type { PendingClaims } from './tokens/tokens.js'
import type { TokenVerifier } from './tokens/verify.js'

export interface CookieNames {
  session: string
  /** How the names of those begin that tie the pages of a login to a browser. */
  device: string
  /** The same for the tickets of cross-origin logins. */
  crossOrigin: string
}

/** Cookies ignore ports: without the port in their names two tenants of one machine would log each other out. */
export const cookieNames = (port: number): CookieNames => ({
  session: `auth0_${port}`,
  device: `did_${port}`,
  crossOrigin: `co_${port}`
})

/** Where cookies go. A page on HTTP that uses a tenant on HTTPS is another site: its frames are sent only these. */
export const cookieAttributes = (url: string): { secure: boolean; sameSite: 'lax' | 'none' } =>
  url.startsWith('https:') ? { secure: true, sameSite: 'none' } : { secure: false, sameSite: 'lax' }

/** What the grants of one issuer work on. */
export interface OidcContext {
  store: TenantStore
  triggers: Triggers
  apis: Apis
  tokens: TokenStore
  pending: PendingClaims
}

/** One of the two faces of a tenant, HTTP or HTTPS: its own issuer, provider and tokens over the same users. */
export interface Issuer extends OidcContext {
  /** With a trailing slash, as on Auth0. */
  url: string
  scheme: string
  /** This one's URL and that of the other scheme. */
  allUrls: readonly string[]
  /** The tokens of both: the Management API is one. */
  allTokens: readonly TokenStore[]
  provider: OidcProvider
  key: SigningKey
  cookies: CookieNames
  verify: TokenVerifier
}
