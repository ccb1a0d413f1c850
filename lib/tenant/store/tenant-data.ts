import type { JsonObject } from '../../core/auth0/json.js'
import type { ActionsData } from '../actions/store.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { TokenFamily } from '../sessions/token-families.js'
import type { ClaimsRecord } from '../sessions/userinfo-claims.js'
import type { TenantConnection } from '../users/connections.js'
import type { Credential } from '../users/credentials.js'
import type { User } from '../users/users.js'
import type { Authorization } from './authorization.js'
import type { TenantClient } from './clients.js'
import type { Job } from './jobs.js'
import type { StoredOrganization } from './organizations.js'
import type { RulesData } from './rules.js'
import type { SigningKey } from './signing-key.js'
import type { TenantSettings } from './tenant-settings.js'

/** What the Management API keeps besides users, connections, clients and Actions. */
export type Resources = RulesData &
  TenantSettings &
  Authorization & {
    jobs: Job[]
    organizations: StoredOrganization[]
    /** What is kept without being simulated, by its path. */
    documents: Record<string, JsonObject>
  }

/** What one issuer keeps: sessions, and tokens that last longer than a login. */
export interface KeptTokens {
  entries: [key: string, entry: { model: string; payload: object; expiresAt: number }][]
  families: [grantId: string, family: TokenFamily][]
}

/** Everything of a tenant that outlives its process. Plain JSON. */
export interface TenantData {
  /** What a seed has put here so far: the file decides about it from then on, also where it has been deleted. */
  seeded: string[]
  key: SigningKey
  cookieKey: string
  users: User[]
  credentials: Credential[]
  clients: TenantClient[]
  connections: TenantConnection[]
  actions: ActionsData
  resources: Resources
  sessions: TenantSession[]
  records: ClaimsRecord[]
  /** By scheme. */
  stores: Record<string, KeptTokens>
}

/** Files of version 0.1.0 have credentials in the form of personas. */
type FirstData = Omit<TenantData, 'credentials'> & {
  personas: { connection: string; profile: { user_id: string }; password?: string }[]
}

/** The data of a file in the form of today. */
export const currentData = (data: TenantData | FirstData): TenantData => {
  if ('credentials' in data) return data
  const { personas = [], ...rest } = data
  const credentials = personas.map(({ connection, profile: { user_id }, password }) => ({
    user_id,
    connection,
    ...(password !== undefined && { password })
  }))
  return { ...rest, credentials }
}
