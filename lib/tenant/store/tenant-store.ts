import type { BoundAction } from '../actions/read-folder.js'
import { seedActions } from '../actions/seed.js'
import { type ActionStore, createActionStore } from '../actions/store.js'
import type { TenantSeed } from '../seed/built-in.js'
import type { Persona, Settings } from '../seed/schema.js'
import { createLoginTickets, type LoginTickets } from '../sessions/login-tickets.js'
import { createSessions, type Sessions } from '../sessions/sessions.js'
import { createTransactions, type Transactions } from '../sessions/transactions.js'
import { createUserinfoClaims, type UserinfoClaims } from '../sessions/userinfo-claims.js'
import { databasesOf, type TenantConnection } from '../users/connections.js'
import { type Credentials, createCredentials } from '../users/credentials.js'
import { createPeople, type People } from '../users/people.js'
import { createUsers, type Users } from '../users/users.js'
import { apiOf, noAuthorization, resourceServerOf } from './authorization.js'
import { createClients, type TenantClient } from './clients.js'
import { createLog, type TenantLog } from './log.js'
import type { StoredOrganization } from './organizations.js'
import { seedRules } from './rules.js'
import { seededConnections, seededCredential, seededUser } from './seeded.js'
import type { Resources, TenantData } from './tenant-data.js'
import { createTenantSettings } from './tenant-settings.js'

/** All data of one tenant. Both issuers, the pages and the Management API work on the same. */
export interface TenantStore {
  id: string
  settings: Settings
  /** Absent: any audience is an API. */
  apis: TenantSeed['apis']
  connections: TenantConnection[]
  clients: Map<string, TenantClient>
  organizations: StoredOrganization[]
  people: People
  credentials: Credentials
  actions: ActionStore
  resources: Resources
  users: Users
  sessions: Sessions
  transactions: Transactions
  loginTickets: LoginTickets
  userinfoClaims: UserinfoClaims
  log: TenantLog
  now: () => Date
}

export interface StoreOptions {
  actions: readonly BoundAction[]
  now?: () => Date
  /** What a data file kept. */
  kept?: TenantData | undefined
}

/** The data of a tenant at its start: what was kept, and what is new in the seed. */
export const createTenantStore = (
  seed: TenantSeed,
  { actions, now = () => new Date(), kept }: StoreOptions
): TenantStore => {
  const { settings } = seed
  const { dottedNames = 'colon', profileLimit = 'warn' } = settings
  const isNew = (name: string) => kept?.seeded.includes(name) !== true

  const connections = [
    ...(kept?.connections ?? []),
    ...seededConnections(seed).filter(({ name }) => isNew(`connection:${name}`))
  ]
  const clients = [
    ...(kept?.clients ?? []),
    ...createClients(seed.clients).filter(({ client_id }) => isNew(`client:${client_id}`))
  ]
  const databaseOf = ({ connection }: Persona) => databasesOf(connections, connection)[0]
  const ofDatabases = seed.personas.filter(
    persona => databaseOf(persona) && isNew(`user:${persona.profile.user_id}`)
  )
  const users = createUsers({ now, dottedNames, profileLimit, kept: kept?.users })
  for (const user of seed.users)
    if (isNew(`user:${user.user_id}`)) users.put(seededUser(structuredClone(user), now()))
  for (const persona of structuredClone(ofDatabases)) {
    const database = databaseOf(persona)
    const isStored = seed.users.some(({ user_id }) => user_id === persona.profile.user_id)
    if (database && !isStored) users.add(persona, database)
  }
  const actionStore = createActionStore({
    now,
    buildMs: settings.actionBuildMs,
    ...(kept && { data: kept.actions })
  })
  seedActions(actionStore, actions, { isNew: name => isNew(`action:${name}`), now: now() })
  // A file of an earlier version lacks what came later.
  const resources: Resources = {
    rules: [],
    rulesConfigs: {},
    ...createTenantSettings(settings),
    ...noAuthorization(),
    organizations: [],
    documents: {},
    jobs: [],
    ...kept?.resources
  }
  seedRules(resources, seed, isNew)
  resources.organizations.push(
    ...structuredClone(seed.organizations).filter(({ id }) => isNew(`organization:${id}`))
  )
  resources.resourceServers.push(
    ...(seed.apis ?? []).filter(({ identifier }) => isNew(`api:${identifier}`)).map(resourceServerOf)
  )

  return {
    id: seed.tenant,
    settings,
    apis: seed.apis && resources.resourceServers.map(apiOf),
    connections,
    clients: new Map(clients.map(client => [client.client_id, client])),
    organizations: resources.organizations,
    people: createPeople(seed.personas.filter(persona => !databaseOf(persona))),
    credentials: createCredentials([...ofDatabases.map(seededCredential), ...(kept?.credentials ?? [])]),
    actions: actionStore,
    resources,
    users,
    sessions: createSessions(now, kept?.sessions),
    transactions: createTransactions(now),
    loginTickets: createLoginTickets(now),
    userinfoClaims: createUserinfoClaims(kept?.records),
    log: createLog(now),
    now
  }
}

/** What of the store outlives the process. */
export const keptOf = (store: TenantStore): Omit<TenantData, 'seeded' | 'key' | 'cookieKey' | 'stores'> => ({
  users: store.users.list(),
  credentials: store.credentials.list(),
  clients: [...store.clients.values()],
  connections: store.connections,
  actions: store.actions.data,
  resources: store.resources,
  sessions: store.sessions.list(),
  records: store.userinfoClaims.list()
})

/** Removes a user with all that is kept of them. A person of an upstream IdP can come back, a database user cannot. */
export const removeUser = (store: TenantStore, userId: string): void => {
  store.credentials.remove(userId)
  forgetUser(store, userId)
}

/** The same, but the password stays: the user is an identity of another one now. */
export const forgetUser = (
  { users, sessions, userinfoClaims, resources, organizations }: TenantStore,
  userId: string
): void => {
  sessions.removeUser(userId)
  userinfoClaims.removeUser(userId)
  delete resources.assignments[userId]
  for (const organization of organizations) {
    if (organization.members) organization.members = organization.members.filter(id => id !== userId)
  }
  users.remove(userId)
}
