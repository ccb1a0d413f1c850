import type { Runtime } from '../../runtime/types.js'
import type { BoundAction } from '../actions/read-folder.js'
import { seedActions } from '../actions/seed.js'
import { type ActionStore, createActionStore } from '../actions/store.js'
import { createRecorder, type Recorder } from '../inspector/recorder.js'
import type { TenantSeed } from '../seed/built-in.js'
import type { Organization } from '../seed/organizations.js'
import type { Persona, Settings } from '../seed/schema.js'
import { createSessions, type Sessions } from '../sessions/sessions.js'
import { createTransactions, type Transactions } from '../sessions/transactions.js'
import { type ClaimsRecords, createRecords } from '../sessions/userinfo-claims.js'
import { createRegistrationHooks } from '../triggers/registration.js'
import { seedRules } from '../triggers/rules.js'
import type { TenantConnection } from '../users/connections.js'
import type { RegistrationHooks } from '../users/database-users.js'
import { createUsers, type Users } from '../users/users.js'
import { createClients, type TenantClient } from './clients.js'
import type { TenantData } from './data-file.js'
import { createLog, type TenantLog } from './log.js'
import { createResources, type Resources } from './tenant-settings.js'

export type { TenantConnection } from '../users/connections.js'

/** Everything one tenant holds. Both issuers, the pages and the Management API work on the same one. */
export interface TenantState {
  id: string
  settings: Settings
  apis: TenantSeed['apis']
  connections: TenantConnection[]
  clients: Map<string, TenantClient>
  organizations: readonly Organization[]
  personas: Persona[]
  actions: ActionStore
  resources: Resources
  /** Run by whoever creates a database user: sign-up, and POST /users. */
  registration: RegistrationHooks
  runtime: Runtime
  users: Users
  sessions: Sessions
  transactions: Transactions
  records: ClaimsRecords
  log: TenantLog
  /** What the inspector shows: no part of what the tenant stores. */
  recorder: Recorder
  now: () => Date
}

export interface StateOptions {
  actions: readonly BoundAction[]
  runtime: Runtime
  now?: () => Date
  /** What a data file kept. */
  kept?: TenantData | undefined
}

/** Names of what a seed puts into a tenant, for `TenantData.seeded`. */
export const namesOfSeed = (seed: TenantSeed, actions: readonly BoundAction[]): string[] => [
  ...seed.connections.map(({ name }) => `connection:${name}`),
  ...seed.clients.map(({ client_id }) => `client:${client_id}`),
  ...seed.personas.map(({ profile }) => `user:${profile.user_id}`),
  ...actions.map(({ name }) => `action:${name}`),
  ...seed.rules.map(({ name }) => `rule:${name}`),
  ...Object.keys(seed.rulesConfigs).map(key => `rules-config:${key}`)
]

/** The state of a tenant at its start: what was kept, and what is new in the seed. */
export const createState = (
  seed: TenantSeed,
  { actions, runtime, now = () => new Date(), kept }: StateOptions
): TenantState => {
  const { dottedNames = 'colon', profileLimit = 'warn' } = seed.settings
  const isNew = (name: string) => kept?.seeded.includes(name) !== true
  const connections = [
    ...(kept?.connections ?? []),
    ...seed.connections
      .map((connection, index) => ({
        ...connection,
        id: connection.id ?? `con_${String(index + 1).padStart(16, '0')}`
      }))
      .filter(({ name }) => isNew(`connection:${name}`))
  ]
  const isDatabase = (persona: Persona) =>
    connections.some(({ name, strategy }) => name === persona.connection && strategy === 'auth0')
  const users = createUsers({ now, dottedNames, profileLimit, kept: kept?.users })
  // The built-in seed is everybody's; passwords and e-mail addresses of a persona can change.
  const personas = structuredClone(seed.personas).filter(
    persona => !isDatabase(persona) || isNew(`user:${persona.profile.user_id}`)
  )
  for (const persona of personas) {
    const connection = connections.find(({ name }) => name === persona.connection)
    if (connection?.strategy === 'auth0') users.add(persona, connection)
  }
  const clients = [...createClients(seed.clients)].filter(([id]) => isNew(`client:${id}`))
  const { settings } = seed
  const store = createActionStore({
    now,
    buildMs: settings.actionBuildMs,
    ...(kept && { data: kept.actions })
  })
  seedActions(store, actions, { isNew: name => isNew(`action:${name}`), now: now() })
  const resources = kept?.resources ?? createResources(settings)
  seedRules(resources, seed, isNew)
  const log = createLog(now)
  const state: Omit<TenantState, 'recorder'> = {
    id: seed.tenant,
    settings,
    apis: seed.apis,
    connections,
    clients: new Map([
      ...(kept?.clients ?? []).map((client): [string, TenantClient] => [client.client_id, client]),
      ...clients
    ]),
    organizations: seed.organizations,
    personas: [...personas, ...(kept?.personas ?? [])],
    actions: store,
    resources,
    registration: createRegistrationHooks({ id: seed.tenant, actions: store, runtime, log }),
    runtime,
    users,
    sessions: createSessions(now, kept?.sessions),
    transactions: createTransactions(now),
    records: createRecords(kept?.records),
    log,
    now
  }
  return Object.assign(state, { recorder: createRecorder(state) })
}

/** What of the state outlives the process. */
export const keptOf = (state: TenantState): Omit<TenantData, 'seeded' | 'key' | 'cookieKey' | 'stores'> => {
  const databases = new Set(
    state.connections.filter(({ strategy }) => strategy === 'auth0').map(({ name }) => name)
  )
  return {
    users: state.users.list(),
    personas: state.personas.filter(({ connection }) => databases.has(connection)),
    clients: [...state.clients.values()],
    connections: state.connections,
    actions: state.actions.data,
    resources: state.resources,
    sessions: state.sessions.list(),
    records: state.records.list()
  }
}
