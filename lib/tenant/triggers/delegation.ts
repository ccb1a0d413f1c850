import type { JsonObject } from '../../core/auth0/json.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { TenantStore } from '../store/tenant-store.js'
import { textOf } from '../users/users.js'

/** Who wants to log in as somebody else, where the settings allow it. */
export const actorOf = (
  { settings }: Pick<TenantStore, 'settings'>,
  params: JsonObject
): string | undefined => (settings.delegation === 'parameter' ? textOf(params['ext-actor']) : undefined)

/**
 * Why this browser cannot begin a delegated session.
 * @see https://auth0.com/docs/authenticate/single-sign-on/session-delegation/session-delegation-behavior-and-monitoring
 */
export const delegationProblem = (
  store: Pick<TenantStore, 'settings'>,
  { params, session }: { params: JsonObject; session: TenantSession | undefined }
): string | undefined => {
  const actor = actorOf(store, params)
  if (actor === undefined || session?.actor?.sub === actor) return undefined
  return 'There is a session in this browser already: log out first.'
}
