import type { KoaContextWithOIDC } from 'oidc-provider'
import type { TenantState } from '../store/tenant-store.js'
import type { Store } from './adapter.js'
import type { Flow } from './advance.js'
import { errors } from './library.js'
import { logFieldsOf } from './log-events.js'
import { assertCompleted } from './refusals.js'
import { heldClaimsOf, type PendingClaims } from './tokens.js'

export interface RefreshOptions {
  state: Pick<TenantState, 'log'>
  store: Store
  flow: Flow
  pending: PendingClaims
}

/**
 * Runs the Actions for a refresh token. oidc-provider asks whether to rotate it once, after all checks and before it
 * is used up: that is the moment.
 */
export const createRefresh = ({ state, store, flow, pending }: RefreshOptions) => {
  const inFlight = new Set<string>()

  /** A token that comes a second time was copied: whoever holds one of its family must log in again. */
  const revokeFamily = async (ctx: KoaContextWithOIDC, grantId: string) => {
    state.log.add('ferrt', { ...logFieldsOf(ctx), description: 'The refresh token was used twice.' })
    await store.adapter('RefreshToken').revokeByGrantId(grantId)
    await store.adapter('Grant').destroy(grantId)
  }

  return async (ctx: KoaContextWithOIDC): Promise<boolean> => {
    const { refreshToken, params } = ctx.oidc
    const grant = ctx.oidc.entities.Grant
    if (!refreshToken || !params || !grant) throw new errors.InvalidGrant('no refresh token')
    if (inFlight.has(refreshToken.jti)) {
      await revokeFamily(ctx, grant.jti)
      throw new errors.InvalidGrant('already used')
    }
    inFlight.add(refreshToken.jti)
    try {
      const completed = assertCompleted(await flow.refresh(ctx))
      const { added, removed } = completed.state.scopes
      const asked = params.scope === undefined ? [...refreshToken.scopes] : [...ctx.oidc.requestParamScopes]
      for (const resource of Object.keys(grant.resources ?? {})) grant.addResourceScope(resource, added)
      params.scope = [...new Set([...asked, ...added])].filter(scope => !removed.includes(scope)).join(' ')
      pending.hold(grant.jti, heldClaimsOf(completed))
      return true
    } finally {
      inFlight.delete(refreshToken.jti)
    }
  }
}
