import type { default as OidcProvider } from 'oidc-provider'
import type { TenantState } from '../store/tenant-store.js'
import type { Store } from './adapter.js'
import type { Apis } from './apis.js'
import type { CookieNames } from './provider.js'
import type { PendingClaims } from './tokens.js'
import type { TokenVerifier } from './verify.js'

/** One of the two faces of a tenant, HTTP or HTTPS: its own issuer, provider and tokens over the same users. */
export interface Issuer {
  /** With a trailing slash, as on Auth0. */
  url: string
  scheme: string
  /** This one's URL and that of the other scheme. */
  allUrls: readonly string[]
  provider: OidcProvider
  store: Store
  pending: PendingClaims
  apis: Apis
  cookies: CookieNames
  verify: TokenVerifier
  state: TenantState
}
