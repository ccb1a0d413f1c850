import { randomUUID } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../../core/auth0/json.js'
import { grantedScopes } from '../../../runtime/granted-scopes.js'
import { parametersOf } from '../../sessions/origin.js'
import {
  changeFamily,
  isFamilyOver,
  leewaySecondsOf,
  lifetimesOf,
  type RefreshTokenInfo,
  type TokenFamily
} from '../../sessions/token-families.js'
import type { Completed } from '../../triggers/decision.js'
import { aboutRequest, assertCompleted, requestedAudience } from '../advance.js'
import type { OidcContext } from '../issuer.js'
import { errors } from '../library/library.js'
import { logFieldsOf } from '../log-events.js'
import { createSessionChanges } from '../session-changes.js'
import { heldClaimsOf } from '../tokens/tokens.js'

type RefreshToken = NonNullable<KoaContextWithOIDC['oidc']['refreshToken']>
type Grant = NonNullable<KoaContextWithOIDC['oidc']['entities']['Grant']>

/**
 * Runs the Actions for a refresh token. oidc-provider asks whether to rotate it once, after all checks and before it
 * is used up: that is the moment.
 */
export const createRefreshTokenGrant = (context: OidcContext) => {
  const { store, triggers, apis, tokens, pending } = context
  const changeSession = createSessionChanges(context)
  const inFlight = new Set<string>()

  const settingsOf = (clientId: string | undefined) => store.clients.get(clientId ?? '')?.refresh_token
  const isRotating = (clientId: string | undefined): boolean =>
    settingsOf(clientId)?.rotation_type === 'rotating'

  const familyInfo = (id: string, token: RefreshToken, family: TokenFamily): RefreshTokenInfo => {
    const audience = requestedAudience(apis, token.resource)
    return {
      id,
      client_id: family.client_id,
      user_id: family.user_id,
      session_id: token.sessionUid,
      created_at: family.created_at,
      last_exchanged_at: family.last_exchanged_at,
      expires_at: family.expires_at,
      idle_expires_at: family.idle_expires_at,
      rotating: isRotating(family.client_id),
      resource_servers: audience === undefined ? [] : [{ audience, scopes: token.scope ?? '' }],
      metadata: family.metadata
    }
  }

  const runActions = async (
    ctx: KoaContextWithOIDC,
    token: RefreshToken,
    grant: Grant
  ): Promise<Completed> => {
    const { jti: grantId } = grant
    const user = store.users.get(token.accountId)
    if (!user) throw new errors.InvalidGrant('the user is gone')
    const family = tokens.families.get(grantId)
    if (family && isFamilyOver(family, store.now())) {
      throw new errors.InvalidGrant('The refresh token has expired.')
    }
    const body = parametersOf(ctx.oidc.body)
    const params: JsonObject = {
      scope: token.scope ?? '',
      ...(typeof body.scope === 'string' && { scope: body.scope })
    }
    const session = store.sessions.isOver(token.sessionUid) ? undefined : store.sessions.get(token.sessionUid)
    const { decision, run } = await triggers.postLogin({
      ...aboutRequest(context, ctx, token.resource),
      user,
      session,
      connectionName: family?.connection,
      organization: family?.organization,
      ...(family && { refreshToken: familyInfo(grantId, token, family) }),
      transaction: { id: randomUUID(), protocol: 'oauth2-refresh-token', params },
      request: { method: 'POST', query: {}, body }
    })
    if (run) {
      await changeSession(ctx, session, run.state)
      const { refreshToken: changes = {} } = run.state
      if (family) {
        const { idle_expires_at } = lifetimesOf(settingsOf(family.client_id), store.now())
        // Read again: another exchange may have been faster.
        const renewed = {
          ...(tokens.families.get(grantId) ?? family),
          ...(idle_expires_at !== undefined && { idle_expires_at }),
          last_exchanged_at: store.now().toISOString()
        }
        tokens.families.set(grantId, changeFamily(renewed, changes))
      }
      if (changes.revoked) await tokens.adapter('RefreshToken').revokeByGrantId(grantId)
    }
    return assertCompleted(decision)
  }

  /** A token that comes a second time was copied: whoever holds one of its family must log in again. */
  const revokeFamily = async (ctx: KoaContextWithOIDC, grantId: string) => {
    store.log.add('ferrt', { ...logFieldsOf(ctx), description: 'The refresh token was used twice.' })
    await tokens.adapter('RefreshToken').revokeByGrantId(grantId)
    await tokens.adapter('Grant').destroy(grantId)
  }

  /** Runs the Actions, and lets the tokens have what they decided. */
  const renew = async (ctx: KoaContextWithOIDC, token: RefreshToken, grant: Grant) => {
    const { params } = ctx.oidc
    if (!params) throw new errors.InvalidGrant('no parameters')
    const completed = await runActions(ctx, token, grant)
    const { state } = completed
    const audience = requestedAudience(apis, token.resource)
    const asked = (params.scope === undefined ? [...token.scopes] : [...ctx.oidc.requestParamScopes]).filter(
      scope => audience === undefined || apis.settings.permits(audience, token.accountId, scope)
    )
    for (const resource of Object.keys(grant.resources ?? {})) {
      grant.addResourceScope(resource, state.scopes.added)
    }
    params.scope = grantedScopes(state, asked, scope => token.scopes.has(scope)).join(' ')
    pending.attach(ctx, heldClaimsOf(completed))
  }

  return async (ctx: KoaContextWithOIDC): Promise<boolean> => {
    const { refreshToken, client } = ctx.oidc
    const grant = ctx.oidc.entities.Grant
    if (!refreshToken || !grant) throw new errors.InvalidGrant('no refresh token')
    if (!isRotating(client?.clientId)) {
      await renew(ctx, refreshToken, grant)
      return false
    }
    if (inFlight.has(refreshToken.jti) && leewaySecondsOf(settingsOf(client?.clientId)) === 0) {
      await revokeFamily(ctx, grant.jti)
      throw new errors.InvalidGrant('already used')
    }
    inFlight.add(refreshToken.jti)
    try {
      await renew(ctx, refreshToken, grant)
      return true
    } finally {
      inFlight.delete(refreshToken.jti)
    }
  }
}
