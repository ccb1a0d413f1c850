import type { KoaContextWithOIDC } from 'oidc-provider'
import type { FlowState } from '../../runtime/types.js'
import { changeFamily } from '../sessions/token-families.js'
import type { TenantState } from '../store/tenant-store.js'
import type { Store } from './adapter.js'
import type { Completed } from './advance.js'

const oidcScopes = ['openid', 'profile', 'email', 'offline_access']

type Grant = NonNullable<KoaContextWithOIDC['oidc']['grant']>

/** Scopes of this login after `addScope` and `removeScope`. */
const finalScopes = (requested: ReadonlySet<string>, { added, removed }: FlowState['scopes']): string[] =>
  [...new Set([...requested, ...added])].filter(scope => scope !== '' && !removed.includes(scope))

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
    const granted = finalScopes(requestParamScopes, { ...flow.scopes, removed })
    params.scope = granted.join(' ')
    grant.addOIDCScope(granted.filter(scope => oidcScopes.includes(scope)))
    for (const [resource, server] of Object.entries(resourceServers)) {
      const offered = new Set([...server.scopes, ...flow.scopes.added])
      const scopes = granted.filter(scope => offered.has(scope))
      grant.addResourceScope(resource, scopes)
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
