import type { JsonObject } from '../../core/auth0/json.js'
import { isOfType, setAt } from '../../core/claims/copies.js'
import type { JWK } from '../../core/jwe/generate.js'
import { isForConnection, namesFor, wantedByPolicy } from '../../core/policy/deny-list.js'
import type { Policy } from '../../core/policy/types.js'
import { builtInSeed } from './built-in.js'
import { madeUpAttribute, madeUpField, type Somebody } from './made-up.js'
import { strategies } from './names.js'
import type { Connection, Persona, Seed, SeedClient } from './schema.js'

type PrivateKeys = Readonly<Record<string, JWK>>

const isDatabase = ({ strategy }: Pick<Connection, 'strategy'>): boolean => strategy === 'auth0'
const databases = builtInSeed.connections.filter(isDatabase)
const people = builtInSeed.personas.filter(({ connection }) =>
  databases.every(({ name }) => name !== connection)
)
const [template] = builtInSeed.clients

/** What the built-in people send that is another policy's business. */
const builtInDenied = builtInSeed.connections.flatMap(({ options }) => options.non_persistent_attrs ?? [])

const attributesOf = ({ slots }: Policy) => Object.values(slots).flatMap(({ attributes }) => attributes)

/** What connections of a strategy are called, where it is not the strategy's name. */
const spoken = new Map([
  ['saml', 'samlp'],
  ['entra', 'waad'],
  ['azure', 'waad']
])

/** A name says little of its strategy: `hr-saml` and `okta-prod` do, any other one is OpenID Connect. */
const strategyOf = (name: string): string => {
  const words = name.toLowerCase().split(/[^a-z0-9]+/)
  const named = words.map(word => spoken.get(word) ?? word)
  return named.find(word => strategies.includes(word)) ?? 'oidc'
}

/** A policy names connections, or strategies for all connections of one. */
const upstreamOf = (policy: Policy): Pick<Connection, 'name' | 'strategy'>[] => {
  const named = attributesOf(policy).flatMap(({ connections = [] }) => connections)
  const upstream = [...new Set(named)]
    .filter(name => name !== 'auth0' && databases.every(database => database.name !== name))
    .map(name =>
      strategies.includes(name)
        ? { name: `acme-${name}`, strategy: name }
        : { name, strategy: strategyOf(name) }
    )
  return upstream.length > 0
    ? upstream
    : builtInSeed.connections.filter(connection => !isDatabase(connection))
}

const connectionsOf = (policy: Policy): Connection[] =>
  [...upstreamOf(policy), ...databases].map(connection => ({
    ...connection,
    options: { non_persistent_attrs: namesFor(wantedByPolicy(policy), connection) }
  }))

/** The fields the policy copies or seals, as the user would have typed them. */
const userMetadataOf = (policy: Policy, known: JsonObject, somebody: Somebody): JsonObject => {
  const made: JsonObject = {}
  for (const [path, field] of Object.entries(policy.copy)) {
    const value = Object.hasOwn(known, path) ? known[path] : undefined
    setAt(
      made,
      path,
      value !== undefined && isOfType[field.type](value) ? value : madeUpField(path, field, somebody)
    )
  }
  for (const { userMetadata } of Object.values(policy.slots))
    for (const field of userMetadata) made[field.name] = madeUpField(field.name, field, somebody)
  return made
}

const personaOf = (
  policy: Policy,
  connection: Pick<Connection, 'name' | 'strategy'>,
  { persona, position }: { persona: Persona; position: number }
): Persona => {
  const nickname = String(persona.profile.nickname)
  const somebody = { nickname, position }
  const own = Object.entries(persona.profile).filter(([name]) => !builtInDenied.includes(name))
  const sent = attributesOf(policy)
    .filter(attribute => !isDatabase(connection) && isForConnection(attribute, connection))
    .map(({ name }) => [
      name,
      Object.hasOwn(persona.profile, name) ? persona.profile[name] : madeUpAttribute(name, somebody)
    ])
  return {
    ...persona,
    connection: connection.name,
    profile: {
      ...Object.fromEntries([...own, ...sent]),
      user_id: isDatabase(connection)
        ? persona.profile.user_id
        : `${connection.strategy}|${connection.name}|${nickname}`
    },
    user_metadata: userMetadataOf(policy, persona.user_metadata ?? {}, somebody)
  }
}

const personasOf = (policy: Policy): Persona[] => [
  ...upstreamOf(policy).flatMap(connection =>
    people.map((persona, position) => personaOf(policy, connection, { persona, position }))
  ),
  ...builtInSeed.personas
    .filter(persona => !people.includes(persona))
    .flatMap((persona, position) =>
      databases.map(connection =>
        personaOf(policy, connection, { persona, position: people.length + position })
      )
    )
]

/** The names in `client_metadata` by which applications opt in. */
const optInsOf = ({ release }: Policy): string[] => [
  ...new Set(
    release.flatMap(({ applications }) =>
      typeof applications === 'object' && 'optIn' in applications ? [applications.optIn] : []
    )
  )
]

/** Client ids of the applications that a policy does not name, one for each way to opt in: they need a key pair of their own. */
export const optedInClients = (policy: Policy): string[] => optInsOf(policy).map(optIn => `opted-in-${optIn}`)

/** They say themselves that they opt in, and with which key. */
const optedIn = (policy: Policy, privateKeys: PrivateKeys): SeedClient[] =>
  optInsOf(policy).flatMap(optIn => {
    const client_id = `opted-in-${optIn}`
    const privateKey = privateKeys[client_id]
    if (!privateKey) return []
    const { d: _private, ...publicKey } = privateKey
    return [
      {
        ...template,
        client_id,
        client_secret: `${client_id}-development-secret`,
        name: client_id,
        client_metadata: { [optIn]: 'true', a0seal_jwk: JSON.stringify(publicKey) }
      }
    ]
  })

/** Its applications take the place of the built-in one that others have no use for; the others stay, and get nothing. */
const clientsOf = ({ applications }: Policy): SeedClient[] => {
  const named = Object.entries(applications)
  if (named.length === 0) return builtInSeed.clients
  const clients = named.map(
    ([name, { client_id }]) =>
      builtInSeed.clients.find(client => client.client_id === client_id) ?? {
        ...template,
        client_id,
        client_secret: `${client_id}-development-secret`,
        name
      }
  )
  const others = builtInSeed.clients.filter(
    client => client !== template && !clients.some(({ client_id }) => client_id === client.client_id)
  )
  return [...new Map(clients.map(client => [client.client_id, client])).values(), ...others]
}

/** Those that rules name; any one where a rule is for all organizations and names none. */
const organizationsOf = ({ release }: Policy) => {
  const named = new Set(release.flatMap(({ organizations = [] }) => organizations))
  const isForAny = named.delete('*')
  const ids = isForAny && named.size === 0 ? ['org_development'] : [...named]
  return ids
    .filter(id => /^org_\w+$/.test(id))
    .map((id, index) => ({ id, name: `${id.toLowerCase().slice(0, 40)}-${index + 1}` }))
}

/** Any absolute URI is an audience without a list; another name has to be on one. */
const apisOf = ({ release }: Policy) => {
  const audiences = [...new Set(release.flatMap(({ audience }) => audience ?? []))]
  if (audiences.every(audience => URL.canParse(audience))) return undefined
  return audiences.map(identifier => ({ identifier }))
}

/**
 * A seed that shows a policy: people of each connection who send its attributes, its applications, deny lists in step with it,
 * and the organizations and APIs its rules name. What the policy leaves open is as in the built-in seed.
 *
 * @param privateKeys of the applications that opt in, by client id; without its key there is no such application
 */
export const seedFromPolicy = (policy: Policy, privateKeys: PrivateKeys = {}): Seed => {
  const apis = apisOf(policy)
  return {
    ...(policy.tenant && { tenant: policy.tenant }),
    connections: connectionsOf(policy),
    clients: [...clientsOf(policy), ...optedIn(policy, privateKeys)],
    personas: personasOf(policy),
    organizations: organizationsOf(policy),
    ...(apis && { apis })
  }
}
