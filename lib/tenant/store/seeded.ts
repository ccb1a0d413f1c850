import type { BoundAction } from '../actions/read-folder.js'
import type { TenantSeed } from '../seed/built-in.js'
import type { Persona } from '../seed/schema.js'
import type { TenantConnection } from '../users/connections.js'
import type { Credential } from '../users/credentials.js'

/** Names of what a seed puts into a tenant, for `TenantData.seeded`. */
export const namesOfSeed = (seed: TenantSeed, actions: readonly BoundAction[]): string[] => [
  ...seed.connections.map(({ name }) => `connection:${name}`),
  ...seed.clients.map(({ client_id }) => `client:${client_id}`),
  ...seed.personas.map(({ profile }) => `user:${profile.user_id}`),
  ...seed.organizations.map(({ id }) => `organization:${id}`),
  ...(seed.apis ?? []).map(({ identifier }) => `api:${identifier}`),
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
