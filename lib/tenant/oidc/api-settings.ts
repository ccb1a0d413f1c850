import type { KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../core/auth0/json.js'
import { type Authorization, permissionsOn, type ResourceServer } from '../store/authorization.js'
import { oidcScopes } from './tokens/claims.js'

/** How Auth0 writes the access tokens of an API: its own way or as RFC 9068 has it, with permissions or without. */
type TokenDialect = 'access_token' | 'access_token_authz' | 'rfc9068_profile' | 'rfc9068_profile_authz'

/** What the settings of an API make of its tokens. Nothing, where there is none of that name. */
export interface ApiSettings {
  /** Whether a user may have this scope: with RBAC, only what roles or the user have been given. */
  permits(audience: string, userId: string, scope: string): boolean
  /** The claim `permissions`, where the API wants it. A machine's are the scopes it has. */
  permissions(
    audience: string,
    holder: { userId?: string | undefined; scopes: ReadonlySet<string> }
  ): JsonObject
  isRfc9068(audience: string): boolean
  /** Seconds; undefined where the API does not say. */
  tokenLifetime(audience: string, ctx: KoaContextWithOIDC): number | undefined
}

const secondsOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined

/** @see https://auth0.com/docs/get-started/apis/enable-role-based-access-control-for-apis */
export const createApiSettings = (authorization: Authorization): ApiSettings => {
  const find = (audience: string) =>
    authorization.resourceServers.find(({ identifier }) => identifier === audience)
  const dialectOf = (server: ResourceServer | undefined) => server?.token_dialect as TokenDialect | undefined
  const hasRbac = (server: ResourceServer | undefined) => server?.enforce_policies === true

  return {
    permits(audience, userId, scope) {
      const server = find(audience)
      if (scope === 'offline_access') return server?.allow_offline_access !== false
      if (oidcScopes.includes(scope) || !hasRbac(server)) return true
      return permissionsOn(authorization, userId, audience).includes(scope)
    },
    permissions(audience, { userId, scopes }) {
      const server = find(audience)
      if (!hasRbac(server) || !dialectOf(server)?.endsWith('_authz')) return {}
      return {
        permissions: userId === undefined ? [...scopes] : permissionsOn(authorization, userId, audience)
      }
    },
    isRfc9068: audience => dialectOf(find(audience))?.startsWith('rfc9068') === true,
    tokenLifetime(audience, { oidc }) {
      const server = find(audience)
      const isOfBrowser = /\btoken\b/.test(String(oidc.params?.response_type ?? ''))
      return (
        (isOfBrowser ? secondsOf(server?.token_lifetime_for_web) : undefined) ??
        secondsOf(server?.token_lifetime)
      )
    }
  }
}
