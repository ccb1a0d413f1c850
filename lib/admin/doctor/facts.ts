import type { JsonObject } from '../../core/auth0/json.js'
import type { TriggerId } from '../../core/auth0/triggers.js'
import type { Action, ActionVersion } from '../actions.js'
import type { Bindings } from '../bindings.js'
import type { Connection } from '../connections.js'

/** All Actions, and which of them run where. */
export interface ActionsRead {
  all: readonly Action[]
  bindings: Bindings
}

export type ConnectionWithOptions = Connection & { options: JsonObject }

export interface Application {
  clientId: string
  name: string
  isFirstParty: boolean
  metadata: Readonly<Record<string, unknown>>
}

export interface TenantSettings {
  flags: Readonly<Record<string, unknown>>
  /** MFA is decided by Actions of post-login. */
  isMfaCustomized: boolean
}

export interface Stream {
  name: string
  isOn: boolean
}

export interface EventStream extends Stream {
  eventTypes: readonly string[]
}

export interface EmailTemplate {
  name: string
  /** All texts of it in which Liquid is replaced. */
  texts: readonly string[]
}

export interface UserRate {
  /** How many users there are, as the search counts them. */
  users: number
  /** `x-ratelimit-limit` of reading users; absent where no answer told it. */
  limit?: number
}

/** What `doctor` reads of a tenant: its configuration, and how many users it has. */
export interface Facts {
  actions: ActionsRead
  connections: readonly ConnectionWithOptions[]
  /** Ids of the connections that SCIM writes to. */
  scim: readonly string[]
  applications: readonly Application[]
  mfaPolicies: readonly string[]
  settings: TenantSettings
  customDomains: readonly string[]
  eventStreams: readonly EventStream[]
  logStreams: readonly Stream[]
  emailTemplates: readonly EmailTemplate[]
  rate: UserRate
}

export type Area = keyof Facts

/** What a token needs to read each of them. */
export const scopesOf: { readonly [A in Area]: readonly string[] } = {
  actions: ['read:actions'],
  connections: ['read:connections', 'read:connections_options'],
  scim: ['read:scim_config'],
  applications: ['read:clients'],
  mfaPolicies: ['read:mfa_policies'],
  settings: ['read:tenant_settings'],
  customDomains: ['read:custom_domains'],
  eventStreams: ['read:event_streams'],
  logStreams: ['read:log_streams'],
  emailTemplates: ['read:email_templates'],
  rate: ['read:users']
}

/** Why an area could not be read: the scopes that are missing, or that none helps, if it is one of these. */
export interface Unread {
  unread: string
  scopes: readonly string[]
  isBeyondScopes?: boolean
}

export type AreaRead<T> = { value: T } | Unread

export type FactsRead = { readonly [A in Area]?: AreaRead<Facts[A]> }

/** An Action that is bound, with the version that runs. */
export interface RunningAction {
  name: string
  version: ActionVersion
}

/** What runs at a trigger, in its order. One that is bound and was never deployed does not run. */
export const runningAt = ({ all, bindings }: ActionsRead, trigger: TriggerId): RunningAction[] =>
  (bindings[trigger] ?? []).flatMap(({ actionId }) => {
    const action = all.find(({ id }) => id === actionId)
    return action?.deployed ? [{ name: action.name, version: action.deployed }] : []
  })

/** Connections whose users come from somewhere else; the others are Auth0's own stores. */
export const isUpstream = ({ strategy }: Pick<Connection, 'strategy'>): boolean =>
  !['auth0', 'email', 'sms'].includes(strategy)
