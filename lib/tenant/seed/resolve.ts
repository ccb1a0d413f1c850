import { builtInSeed, type StoredUser, type TenantSeed } from './built-in.js'
import { type Connection, parseSeed, type Seed, type SeedUser } from './schema.js'

const firstRepeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index)

/** `oidc|acme-idp|ada` came by a connection of the strategy `oidc`, unless it says otherwise. */
const withIdentities = (user: SeedUser, index: number, connections: readonly Connection[]): StoredUser => {
  const path = `seed.users[${index}]`
  const unknown = user.identities?.findIndex(({ connection }) =>
    connections.every(({ name }) => name !== connection)
  )
  if (unknown !== undefined && unknown >= 0)
    throw new TypeError(`${path}.identities[${unknown}].connection: no such connection`)
  if (user.identities) return user as StoredUser
  const [provider = '', ...rest] = user.user_id.split('|')
  const connection = connections.find(({ strategy }) => strategy === provider)
  if (!connection)
    throw new TypeError(`${path}.identities: missing, and no connection has the strategy of its user_id`)
  return {
    ...user,
    identities: [{ connection: connection.name, provider, user_id: rest.join('|') }]
  } as StoredUser
}

/**
 * The seed with what it leaves out taken from the built-in one, key by key at the top level.
 *
 * @throws TypeError naming the path, never a value of a persona or a secret.
 */
export const resolveSeed = (seed: Seed = {}): TenantSeed => {
  const given = parseSeed(seed)
  const connections = given.connections ?? builtInSeed.connections
  const known = new Set(connections.map(({ name }) => name))
  given.personas?.forEach(({ connection }, index) => {
    if (!known.has(connection)) throw new TypeError(`seed.personas[${index}].connection: no such connection`)
  })
  const resolved: TenantSeed = {
    tenant: given.tenant ?? builtInSeed.tenant,
    connections,
    clients: given.clients ?? builtInSeed.clients,
    personas: given.personas ?? builtInSeed.personas.filter(({ connection }) => known.has(connection)),
    users: (given.users ?? []).map((user, index) => withIdentities(user, index, connections)),
    secrets: given.secrets ?? builtInSeed.secrets,
    settings: { ...builtInSeed.settings, ...given.settings },
    apis: given.apis,
    organizations: given.organizations ?? [],
    rules: given.rules ?? [],
    rulesConfigs: given.rulesConfigs ?? {}
  }
  const repeated: [path: string, names: string[]][] = [
    ['connections: name', connections.map(({ name }) => name)],
    ['clients: client_id', resolved.clients.map(({ client_id }) => client_id)],
    ['organizations: id', resolved.organizations.map(({ id }) => id)],
    ['organizations: name', resolved.organizations.map(({ name }) => name)],
    ['personas: user_id', resolved.personas.map(({ profile }) => profile.user_id)],
    ['users: user_id', resolved.users.map(({ user_id }) => user_id)],
    ['rules: name', resolved.rules.map(({ name }) => name)]
  ]
  for (const [path, names] of repeated) {
    if (firstRepeated(names) !== undefined) throw new TypeError(`seed.${path} is there twice`)
  }
  return resolved
}
