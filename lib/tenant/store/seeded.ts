import type { JsonObject } from '../../core/auth0/json.js'
import type { BoundAction } from '../actions/read-folder.js'
import type { StoredUser, TenantSeed } from '../seed/built-in.js'
import type { Persona } from '../seed/schema.js'
import type { TenantConnection } from '../users/connections.js'
import type { Credential } from '../users/credentials.js'
import type { User } from '../users/users.js'

/** Names of what a seed puts into a tenant, for `TenantData.seeded`. */
export const namesOfSeed = (seed: TenantSeed, actions: readonly BoundAction[]): string[] => [
  ...seed.connections.map(({ name }) => `connection:${name}`),
  ...seed.clients.map(({ client_id }) => `client:${client_id}`),
  ...seed.personas.map(({ profile }) => `user:${profile.user_id}`),
  ...seed.organizations.map(({ id }) => `organization:${id}`),
  ...(seed.apis ?? []).map(({ identifier }) => `api:${identifier}`),
  ...seed.users.map(({ user_id }) => `user:${user_id}`),
  ...actions.map(({ name }) => `action:${name}`),
  ...seed.rules.map(({ name }) => `rule:${name}`),
  ...Object.keys(seed.rulesConfigs).map(key => `rules-config:${key}`)
]

/** Connections of a seed, with an id where it gives none. */
export const seededConnections = ({ connections }: TenantSeed): TenantConnection[] =>
  connections.map((connection, index) => ({
    ...connection,
    id: connection.id ?? `con_${String(index + 1).padStart(16, '0')}`
  }))

/** Passwords of a seed are made up, and kept as they are. */
export const seededCredential = ({ connection, profile, password }: Persona): Credential => ({
  user_id: profile.user_id,
  connection,
  ...(password !== undefined && { password })
})

/** A stored profile of a seed, with what Auth0 has on each. */
export const seededUser = (
  { identities, app_metadata = {}, user_metadata = {}, ...profile }: StoredUser,
  now: Date
): User => ({
  email_verified: false,
  created_at: now.toISOString(),
  updated_at: now.toISOString(),
  logins_count: 0,
  ...profile,
  identities: identities.map(identity => ({ isSocial: false, ...identity })),
  app_metadata: app_metadata as JsonObject,
  user_metadata: user_metadata as JsonObject
})
