import type { JsonObject } from '../../core/auth0/json.js'
import type { Connection } from '../seed/schema.js'
import type { Identity, User } from './user.js'

/** `oidc|acme-idp|ada` is the user `acme-idp|ada` of provider `oidc`. */
export const identityOf = (userId: string, { name, strategy }: Connection): Identity => {
  const [provider, ...rest] = userId.split('|')
  return rest.length === 0
    ? { connection: name, provider: strategy, user_id: userId, isSocial: false }
    : { connection: name, provider: provider ?? strategy, user_id: rest.join('|'), isSocial: false }
}

/** The id of a user whose first identity it is. */
export const userIdOf = ({ provider, user_id }: Identity): string => `${provider}|${user_id}`

/** What of a profile is the person's rather than Auth0's account of it. */
const attributesOf = ({
  user_id: _id,
  identities: _identities,
  created_at: _created,
  updated_at: _updated,
  logins_count: _count,
  last_login: _login,
  last_ip: _ip,
  blocked: _blocked,
  app_metadata: _app,
  user_metadata: _user,
  ...attributes
}: User): JsonObject => attributes as JsonObject

/**
 * The primary user with the identities of the secondary one behind its own. Only the secondary's attributes survive, as
 * `profileData`: Auth0 discards its metadata.
 * @see https://auth0.com/docs/manage-users/user-accounts/user-account-linking
 */
export const withIdentitiesOf = (primary: User, secondary: User): User => {
  const [first, ...rest] = secondary.identities
  const linked = first
    ? [{ ...first, profileData: { ...attributesOf(secondary), ...first.profileData } }]
    : []
  return { ...primary, identities: [...primary.identities, ...linked, ...rest] }
}

/** The user an identity becomes that is linked no more: its attributes, and no metadata. */
export const userOfIdentity = (identity: Identity, now: Date): User => {
  const { profileData = {}, ...bare } = identity
  return {
    ...profileData,
    user_id: userIdOf(identity),
    identities: [bare],
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    logins_count: 0,
    app_metadata: {},
    user_metadata: {}
  }
}
