import { randomUUID } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../core/auth0/json.js'
import { parametersOf } from '../sessions/origin.js'
import { changeFamily, type Family, isFamilyOver, type RefreshTokenInfo } from '../sessions/token-families.js'
import { admit, audienceOf, createPostLogin, refusalOf, suspensionOf } from '../triggers/post-login.js'
import type { Flow, FlowContext } from './advance.js'
import { createSessionChanges } from './session-changes.js'

/** The exchange of a refresh token. Nothing can be suspended there. */
export const createRefreshFlow = ({ state, apis, store }: FlowContext): Flow['refresh'] => {
  const run = createPostLogin(state)
  const changeSession = createSessionChanges({ state, store })

  const infoOf = (ctx: KoaContextWithOIDC, id: string, family: Family): RefreshTokenInfo => {
    const { refreshToken } = ctx.oidc
    const audience = audienceOf(apis, refreshToken?.resource)
    return {
      id,
      client_id: family.client_id,
      user_id: family.user_id,
      session_id: refreshToken?.sessionUid,
      created_at: family.created_at,
      last_exchanged_at: family.last_exchanged_at,
      expires_at: family.expires_at,
      idle_expires_at: family.idle_expires_at,
      rotating: true,
      resource_servers: audience === undefined ? [] : [{ audience, scopes: refreshToken?.scope ?? '' }],
      metadata: family.metadata
    }
  }

  return async ctx => {
    const { refreshToken: token, entities } = ctx.oidc
    const grantId = entities.Grant?.jti ?? ''
    const user = state.users.get(token?.accountId ?? '')
    if (!token || !user) return { type: 'unknown-user' }
    const family = store.families.get(grantId)
    if (family && isFamilyOver(family, state.now())) {
      return { type: 'invalid', reason: 'The refresh token has expired.' }
    }
    const admitted = admit(state, user, family?.organization)
    if ('refusal' in admitted) return { type: 'denied', reason: admitted.refusal }
    const body = parametersOf(ctx.oidc.body)
    const params: JsonObject = {
      scope: token.scope ?? '',
      ...(typeof body.scope === 'string' && { scope: body.scope })
    }
    const session = state.sessions.isOver(token.sessionUid) ? undefined : state.sessions.get(token.sessionUid)
    const { result } = await run(ctx, {
      user,
      session,
      organization: admitted.organization,
      connectionName: family?.connection,
      ...(family && { refreshToken: infoOf(ctx, grantId, family) }),
      transaction: { id: randomUUID(), protocol: 'oauth2-refresh-token', params },
      request: { method: 'POST', query: {}, body },
      audience: audienceOf(apis, token.resource)
    })
    await changeSession(ctx, session, result.state)
    const { refreshToken: changes = {} } = result.state
    if (family) {
      const last_exchanged_at = state.now().toISOString()
      store.families.set(grantId, { ...changeFamily(family, changes), last_exchanged_at })
    }
    if (changes.revoked) await store.adapter('RefreshToken').revokeByGrantId(grantId)
    const refusal = refusalOf(result)
    if (refusal) return refusal
    return suspensionOf(result)
      ? { type: 'interaction-required', reason: 'interaction is required' }
      : { type: 'completed', state: result.state, ...admitted }
  }
}
