import { isPlainObject } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'

/**
 * Where the profile has what the connection of this login says of the user. The root belongs to the first of linked
 * identities; what another one's provider sends is kept with it. Undefined where it cannot be told.
 *
 * @see https://auth0.com/docs/manage-users/user-accounts/user-account-linking
 */
export const sourceOf = ({ user, connection }: PostLoginEvent): Record<string, unknown> | undefined => {
  const { identities } = user
  if (!connection || !Array.isArray(identities) || identities.length === 0) return user
  const isOwn = (identity: unknown) => isPlainObject(identity) && identity.connection === connection.name
  const own = identities.filter(isOwn)
  if (own.length !== 1) return undefined
  if (own[0] === identities[0]) return user
  return isPlainObject(own[0].profileData) ? own[0].profileData : undefined
}
