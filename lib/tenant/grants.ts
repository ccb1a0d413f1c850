import type { KoaContextWithOIDC } from 'oidc-provider'
import { grantedScopes } from '../runtime/granted-scopes.js'
import { changeFamily } from './families.js'
import type { Completed } from './flow.js'
import type { TenantState } from './state.js'
import type { Store } from './store.js'

const oidcScopes = ['openid', 'profile', 'email', 'offline_access']

type Grant = NonNullable<KoaContextWithOIDC['oidc']['grant']>

/**
 * Saves a grant with what the pipeline let through, so that the tokens of a login are one family. The scopes are those of
 * `params.scope`, which is what is left of them afterwards.
 */
export const createGrants =
  ({ state, store }: { state: TenantState; store: Store }) =>
  async (
    ctx: KoaContextWithOIDC,
    { state: flow, organization }: Completed,
    options: { grant?: Grant; userId?: string; connection?: string } = {}
  ): Promise<string> => {
    const { session, client, params, resourceServers = {}, requestParamScopes } = ctx.oidc
    const { grant = ctx.oidc.grant, userId = session?.accountId } = options
    if (!grant || !client || !params || userId === undefined) throw new TypeError('no login is under way')
    const known = state.sessions.get(session?.uid)
    const removed = known?.actor ? [...flow.scopes.removed, 'offline_access'] : flow.scopes.removed
    const isOffered = (scope: string) =>
      oidcScopes.includes(scope) || Object.values(resourceServers).some(({ scopes }) => scopes.has(scope))
    const scopes = { ...flow.scopes, removed }
    const requested = [...requestParamScopes].filter(Boolean)
    const granted = grantedScopes({ ...flow, scopes }, requested, isOffered)
    params.scope = granted.join(' ')
    grant.addOIDCScope(granted.filter(scope => oidcScopes.includes(scope)))
    for (const [resource, server] of Object.entries(resourceServers)) {
      const offered = new Set([...server.scopes, ...flow.scopes.added])
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
      created_at: state.now().toISOString(),
      metadata: {}
    }
    store.families.set(grantId, changeFamily(family, flow.refreshToken ?? {}))
    if (session && !options.grant) {
      session.ensureClientContainer(client.clientId)
      session.grantIdFor(client.clientId, grantId)
    }
    return grantId
  }
