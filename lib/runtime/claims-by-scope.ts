import type { JsonObject } from '../core/auth0/json.js'
import { standardClaimScopes } from '../core/auth0/reserved.js'
import { grantedScopes } from './granted-scopes.js'
import type { FlowState } from './types.js'

/** A claim Auth0 leaves out of a token without a word. */
export interface DroppedClaim {
  token: 'id_token' | 'access_token'
  claim: string
  reason: string
  /** The Action that set it, where that is known. */
  action?: string
}

/**
 * The claims that Actions set, without standard claims whose scope was not granted.
 *
 * @param requested the scopes that were asked for; undefined where nothing is asked for scopes
 * @see https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes
 */
export const claimsByScope = (
  { claims, scopes, targetScopes }: Pick<FlowState, 'claims' | 'scopes' | 'targetScopes'>,
  requested: readonly string[] | undefined
): { claims: FlowState['claims']; dropped: DroppedClaim[] } => {
  const granted = new Set(grantedScopes({ scopes, ...(targetScopes && { targetScopes }) }, requested ?? []))
  const hasIdToken = targetScopes?.includes('openid') ?? true
  const dropped: DroppedClaim[] = []
  const filter = (token: DroppedClaim['token'], set: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(set).filter(([claim]) => {
        const scope = token === 'id_token' && !hasIdToken ? 'openid' : standardClaimScopes.get(claim)
        const passes = !requested || scope === undefined || granted.has(scope)
        if (!passes) dropped.push({ token, claim, reason: `scope "${scope}" is not granted` })
        return passes
      })
    )
  const idToken = filter('id_token', claims.idToken)
  const accessToken = filter('access_token', claims.accessToken)
  return { claims: { idToken, accessToken }, dropped }
}
