import type { KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../core/auth0/json.js'
import { originOf } from '../sessions/origin.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { Arrival } from '../sessions/transactions.js'
import type { TenantState } from '../store/tenant-store.js'
import { textOf } from '../users/users.js'

/** Who wants to log in as somebody else, where the settings allow it. */
export const actorOf = (
  { settings }: Pick<TenantState, 'settings'>,
  params: JsonObject
): string | undefined => (settings.delegation === 'parameter' ? textOf(params['ext-actor']) : undefined)

/**
 * Why this browser cannot begin a delegated session.
 * @see https://auth0.com/docs/authenticate/single-sign-on/session-delegation/session-delegation-behavior-and-monitoring
 */
export const delegationProblem = (
  state: Pick<TenantState, 'settings'>,
  { params, session }: { params: JsonObject; session: TenantSession | undefined }
): string | undefined => {
  const actor = actorOf(state, params)
  if (actor === undefined || session?.actor?.sub === actor) return undefined
  return 'There is a session in this browser already: log out first.'
}

/**
 * What the identity provider sends when single sign-on goes through it, as on legacy tenants that do not use Auth0 for
 * that. A silent login cannot go there.
 */
export const arriveAgain = (
  { settings, connections, personas, users, now }: TenantState,
  ctx: KoaContextWithOIDC,
  session: TenantSession | undefined
): Arrival | undefined => {
  const { useAuth0ForSso = true } = settings.denyList ?? {}
  if (useAuth0ForSso || !session || session.actor || ctx.oidc.prompts.has('none')) return undefined
  const connection = connections.find(({ name }) => name === session.connection)
  const persona = personas.find(({ profile }) => profile.user_id === session.user_id)
  if (!connection || connection.strategy === 'auth0' || !persona) return undefined
  const { user, denied } = users.signIn(persona, { connection, ip: originOf(ctx.req).ip })
  return { userId: user.user_id, connection: connection.name, method: 'federated', denied, at: now() }
}
