import type { Json, JsonObject } from '../../core/auth0/json.js'
import type { MetadataName } from '../metadata.js'
import type { Denial, FlowState } from '../types.js'

/** A Rule as deployed: one function expression. */
export interface DeployedRule {
  name: string
  code: string
  /** The file from which it requires packages. Default: one in the working directory. */
  requireFrom?: string
}

/** What `auth0` tells a Rule about its tenant. */
export interface RuleTenant {
  domain: string
  /** Of the Management API, without a slash at the end. Default: that of the domain. */
  baseUrl?: string
  /** For the Management API. */
  accessToken: string
}

/** The Rules of one login, in their order. Plain JSON. */
export interface RulesRequest {
  rules: readonly DeployedRule[]
  /** The profile as stored plus what this login brought. Its metadata may be missing. */
  user: JsonObject
  context: JsonObject
  configuration: Readonly<Record<string, string>>
  auth0: RuleTenant
  /** What `global` begins with, in place of what earlier Rules left there. */
  global?: JsonObject
  /** The time at which Rules stand still, milliseconds since 1970. Default: time passes. */
  now?: number
}

export interface RuleReport {
  name: string
  durationMs: number
  log: string
  /** How often the Rule answered. The first answer counts. */
  answers: number
  error?: string
}

export type RulesOutcome =
  | { type: 'completed' }
  /** A Rule answered with an error, or threw. `code` is `unauthorized` or `access_denied`. */
  | ({ type: 'denied'; code: string } & Denial)
  /** A Rule gave no answer, or is none. */
  | { type: 'failed'; message: string }

/** One call of `auth0.users`, whether or not it changed anything. */
export interface RuleWrite {
  user_id: string
  metadata: MetadataName
  values: JsonObject
}

/** Metadata as it is stored. What is no object is of a custom database. */
export type StoredMetadata = Partial<Record<MetadataName, Json>>

/** What the Rules made of `context`, as the rest of the login takes it. */
export interface RuleEffects extends Pick<FlowState, 'claims' | 'dropped'> {
  /** `context.accessToken.scope`, a list or a text: the scopes that are granted. */
  scopes?: string[]
  /** `context.redirect.url`: where the user is sent. */
  redirect?: string
  multifactor?: JsonObject
  primaryUserId?: string
}

export interface RulesResult extends RuleEffects {
  outcome: RulesOutcome
  /** Those that ended. */
  rules: RuleReport[]
  /** As the last Rule that passed left them, which is not what is stored. */
  user: JsonObject
  context: JsonObject
  /** What of `global` is JSON. */
  global: JsonObject
  /** The profile's metadata as stored when the Rules have ended. */
  stored: StoredMetadata
  /** Every call of `auth0.users`: also those before a refusal. */
  writes: RuleWrite[]
}
