import type { Json, JsonObject } from '../../../core/auth0/json.js'
import { restrictedClaims, standardClaimScopes } from '../../../core/auth0/reserved.js'
import type { User } from '../../users/users.js'

/** The scopes of the tenant itself, whatever the API. */
export const oidcScopes = ['openid', 'profile', 'email', 'offline_access']

/** Standard claims by the scope that asks for them, as oidc-provider wants them. */
export const claimsByScope: Record<string, string[]> = { openid: ['sub'] }
for (const [claim, scope] of standardClaimScopes) {
  claimsByScope[scope] = [...(claimsByScope[scope] ?? []), claim]
}

const passes = (claim: string, scopes: ReadonlySet<string>): boolean => {
  const scope = standardClaimScopes.get(claim)
  return !restrictedClaims.has(claim) && (scope === undefined || scopes.has(scope))
}

/** The claims Actions set that reach a token of these scopes: standard ones need their scope, own ones pass. */
export const filterClaims = (claims: JsonObject, scopes: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(claims).filter(([claim]) => passes(claim, scopes)))

/** The standard claims of a stored profile for these scopes. */
export const standardClaims = (user: User, scopes: ReadonlySet<string>): JsonObject => {
  const claims = [...standardClaimScopes.keys()].filter(
    claim => passes(claim, scopes) && user[claim] !== undefined
  )
  return Object.fromEntries(claims.map(claim => [claim, user[claim] as Json]))
}
