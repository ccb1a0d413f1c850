import type { Policy } from '../core/policy/types.js'
import type { BoundAction } from './actions/read-folder.js'
import type { ClaimsRecord } from './sessions/userinfo-claims.js'
import type { Execution, LogEntry } from './store/log.js'
import type { User } from './users/user.js'

// What users of the library see of a tenant. Whatever is imported here becomes a part of the published types, which lean on no
// package that nobody has to install.

export type AppType = 'native' | 'spa' | 'regular_web' | 'non_interactive'

/** Somebody who can log in at the login page. */
export interface PersonaInfo {
  user_id: string
  connection: string
  name: string
  /** True for a user of a database connection, who has a password. */
  hasPassword: boolean
}

export interface ClientInfo {
  client_id: string
  client_secret?: string
  name: string
  app_type: AppType
  redirect_uris: readonly string[]
}

export interface ConnectionInfo {
  name: string
  strategy: string
  denyList: readonly string[]
}

/** What demos and tests may see of a tenant from the inside. Nothing here changes it. */
export interface TenantHandle {
  /** Its id: `event.tenant.id`. */
  tenant: string
  /** As they are at the start. */
  connections: readonly ConnectionInfo[]
  clients: readonly ClientInfo[]
  personas: readonly PersonaInfo[]
  management: { client_id: string; client_secret: string; audience: string }
  /** The profile that an identity provider sends of one of the personas. */
  sent(userId: string): Readonly<Record<string, unknown>> | undefined
  /** The stored profile. */
  user(userId: string): User | undefined
  /** Profile writes made by Actions, of one user or of all. The upsert of a login does not count. */
  profileWrites(userId?: string): number
  /** The claims kept to serve /userinfo. */
  records(): readonly ClaimsRecord[]
  /** The tenant log, oldest first. */
  logs(): readonly LogEntry[]
  /** The runs of the Actions, oldest first: time, console output, names of the metadata written. */
  executions(): readonly Execution[]
  /** In how many stored entries a text occurs. */
  search(text: string): SearchResult
}

/** In how many entries of each kind of place a text was found. */
export interface SearchResult {
  profiles: number
  sessions: number
  /** Logins under way, grants, codes, opaque tokens, and claims waiting to be put into tokens. */
  transactions: number
  /** The claims kept per client and user to serve /userinfo. */
  records: number
  /** Tenant log and console output of Actions. */
  logs: number
}

export interface Tenant extends TenantHandle {
  /** `http://localhost:<port>/` */
  issuer: string
  httpsIssuer?: string
  /** The page that shows each login as one picture. */
  inspector: string
  /** PEM file of the authority that issued the HTTPS certificate, for `NODE_EXTRA_CA_CERTS`. */
  caFile?: string
  /**
   * Puts Actions that were built anew in the place of those it was started with, from the next run of a trigger on.
   *
   * @throws TypeError for an Action Auth0 would not deploy: nothing is changed then
   */
  replaceActions(actions: readonly BoundAction[], policy?: Policy): void
  /** Ends within the tick after the last answer; the ports are free then. Once is enough, twice does no harm. */
  stop(): Promise<void>
}
