import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { mergeMetadata } from '../core/metadata/merge.js'
import type { CacheStore } from '../runtime/api/cache-store.js'
import { claimsByScope, type DroppedClaim } from '../runtime/claims-by-scope.js'
import type { TriggerId } from '../runtime/code/handlers.js'
import { grantedScopes } from '../runtime/granted-scopes.js'
import type { ActionReport, Denial, FlowState, Outcome, RunResult } from '../runtime/types.js'
import type { KeptRun } from './kept-run.js'

export type { DroppedClaim } from '../runtime/claims-by-scope.js'

export type ProfileUpdate = NonNullable<RunResult['profileUpdate']>

/** What came of the Actions so far: of one run, or of a run and those that continued it. */
export interface RunState
  extends Pick<
    FlowState,
    | 'scopes'
    | 'transactionMetadata'
    | 'multifactor'
    | 'recordedMethods'
    | 'primaryUserId'
    | 'session'
    | 'refreshToken'
    | 'samlResponse'
    | 'newUserId'
    | 'targetScopes'
    | 'resultUrl'
    | 'notification'
    | 'exchange'
    | 'identifier'
  > {
  /** How the last handler left it: `completed`, `denied`, `failed`, `redirect`, `challenge` or `prompt`. */
  outcome: Outcome
  /** What the tokens would carry, if the outcome is `completed`. */
  claims: { idToken: JsonObject; accessToken: JsonObject }
  dropped: DroppedClaim[]
  /** Of a login: the scopes it is granted, were there no policy that forbids any. */
  grantedScopes: string[]
  /** The profile's metadata as stored when the run has ended. */
  appMetadata: JsonObject
  userMetadata: JsonObject
  /** The profile updates that were made: none where every value was there already, one for each uninterrupted run. */
  writes: ProfileUpdate[]
  /** Each line the Actions printed, within what Auth0 keeps. Inline handlers print on the real console. */
  logs: string[]
  /** What each execution did and took. */
  actions: ActionReport[]
  denied?: Denial
  /** The message of an error nobody caught. It would reach the callback URL. */
  error?: string
  /** Where the user was sent. `state` is what must come back to `/continue`. */
  redirect?: { url: string; query: Record<string, string>; state: string }
  challenge?: { kind: 'challenge' | 'enroll'; factors: JsonObject[] }
  prompt?: { id: string; fields: JsonObject; vars: JsonObject }
  /** The cache of the trigger. */
  cache: CacheStore
}

/** What happened in the runs before, and in this one. */
export interface History {
  reports: ActionReport[]
  writes: ProfileUpdate[]
  runs: KeptRun[]
}

/** Stored metadata with an update in place; what is no object counts as empty. */
export const withUpdate = (stored: unknown, changes?: JsonObject): JsonObject =>
  mergeMetadata(isPlainObject(stored) ? (stored as JsonObject) : {}, changes)

const linesOf = ({ log }: ActionReport): string[] => log.split('\n').filter(line => line !== '')

const haltOf = (outcome: Outcome, state: string): Partial<RunState> => {
  switch (outcome.type) {
    case 'denied': {
      const { type: _, ...denied } = outcome
      return { denied }
    }
    case 'failed':
      return { error: outcome.message }
    case 'redirect': {
      const query = Object.fromEntries(new URL(outcome.url).searchParams)
      return { redirect: { url: outcome.url, query, state } }
    }
    case 'challenge':
      return { challenge: { kind: outcome.kind, factors: outcome.factors } }
    case 'prompt':
      return { prompt: { id: outcome.id, fields: outcome.fields, vars: outcome.vars } }
    case 'completed':
      return {}
  }
}

export interface DescribeOptions {
  trigger: TriggerId
  /** As it was at the start of the newest run. */
  event: JsonObject
  history: History
  cache: CacheStore
  /** The `state` a redirect would have come back with. */
  continueState: string
}

/** What a test reads of a result. */
export const describeRun = (
  { outcome, state, profileUpdate }: RunResult,
  { trigger, event, history, cache, continueState }: DescribeOptions
): RunState => {
  const { position: _position, metadataBytes: _bytes, claims: _claims, dropped: restricted, ...kept } = state
  const user = (event.user ?? {}) as JsonObject
  const transaction = (event.transaction ?? {}) as { requested_scopes?: string[] }
  const requested = trigger === 'post-login' ? transaction.requested_scopes : undefined
  const { claims, dropped } = claimsByScope(state, requested)
  return {
    ...kept,
    outcome,
    claims,
    dropped: [...restricted, ...dropped],
    grantedScopes: grantedScopes(state, requested ?? []),
    appMetadata: withUpdate(user.app_metadata, profileUpdate?.app_metadata),
    userMetadata: withUpdate(user.user_metadata, profileUpdate?.user_metadata),
    writes: history.writes,
    logs: history.reports.flatMap(linesOf),
    actions: history.reports,
    ...haltOf(outcome, continueState),
    cache
  }
}
