import type { KoaContextWithOIDC } from 'oidc-provider'
import { grantedScopes } from '../../runtime/granted-scopes.js'
import { changeFamily, lifetimesOf } from '../sessions/token-families.js'
import type { Completed } from '../triggers/decision.js'
import type { OidcContext } from './issuer.js'
import { oidcScopes } from './tokens/claims.js'

type Grant = NonNullable<KoaContextWithOIDC['oidc']['grant']>

/**
 * Saves a grant with what post-login let through, so that the tokens of a login are one family. The scopes are those of
 * `params.scope`, which is what is left of them afterwards.
 */
export const createGrants =
  ({ store, tokens, apis }: Pick<OidcContext, 'store' | 'tokens' | 'apis'>) =>
  async (
    ctx: KoaContextWithOIDC,
    { state, organization }: Completed,
    options: { grant?: Grant; userId?: string; connection?: string } = {}
  ): Promise<string> => {
    const { session, client, params, resourceServers = {}, requestParamScopes } = ctx.oidc
    const { grant = ctx.oidc.grant, userId = session?.accountId } = options
    if (!grant || !client || !params || userId === undefined) throw new TypeError('no login is under way')
    const known = store.sessions.get(session?.uid)
    const removed = known?.actor ? [...state.scopes.removed, 'offline_access'] : state.scopes.removed
    const isOffered = (scope: string) =>
      oidcScopes.includes(scope) || Object.values(resourceServers).some(({ scopes }) => scopes.has(scope))
    const scopes = { ...state.scopes, removed }
    const permits = (resource: string, scope: string) =>
      apis.settings.permits(apis.audienceOf(resource), userId, scope)
    const requested = [...requestParamScopes].filter(
      scope => scope !== '' && Object.keys(resourceServers).every(resource => permits(resource, scope))
    )
    const granted = grantedScopes({ ...state, scopes }, requested, isOffered)
    params.scope = granted.join(' ')
    // oidc-provider refuses a login without any scope, which Auth0 does not, unless there are details in their place.
    if (granted.length === 0) params.authorization_details = '[]'
    grant.addOIDCScope(granted.filter(scope => oidcScopes.includes(scope)))
    for (const [resource, server] of Object.entries(resourceServers)) {
      const offered = new Set([...server.scopes, ...state.scopes.added])
      grant.addResourceScope(
        resource,
        granted.filter(scope => offered.has(scope))
      )
    }
    const grantId = await grant.save()
    const family = {
      client_id: client.clientId,
      user_id: userId,
      connection: options.connection ?? known?.connection,
      organization: organization?.id,
      created_at: store.now().toISOString(),
      ...lifetimesOf(store.clients.get(client.clientId)?.refresh_token, store.now()),
      metadata: {}
    }
    tokens.families.set(grantId, changeFamily(family, state.refreshToken ?? {}))
    if (session && !options.grant) {
      session.ensureClientContainer(client.clientId)
      session.grantIdFor(client.clientId, grantId)
    }
    return grantId
  }
