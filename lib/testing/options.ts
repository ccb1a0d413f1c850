import type { Policy } from '../core/policy/types.js'
import type { CacheStore } from '../runtime/api/cache-store.js'
import type { HandlerName, TriggerId } from '../runtime/code/handlers.js'
import type { DirectoryEntry } from '../runtime/directory.js'
import type { Profile } from '../runtime/profile.js'
import type { RunSettings } from '../runtime/types.js'
import type { ActionSource, LoadedAction, ModuleSources, Secrets } from './action.js'
import { fixtureTime } from './clock.js'

/**
 * An instant at which the run stands still, or `system` for the time that passes (and that fake timers set).
 *
 * It is what `api` goes by, and `Date` in Actions loaded from a file or a text. It does not reach handlers that are
 * functions already, packages an Action requires, `Intl` without a date, timers, or `performance`.
 */
export type Now = string | number | Date | 'system'

export interface RunActionOptions {
  /** Default `post-login`. */
  trigger?: TriggerId
  /**
   * The event, such as `postLoginEvent({ … })` makes it. One that lacks what each event of the trigger has on Auth0 is changes to
   * the fixture of the trigger: `{ user: { gender: 'f' } }` is `postLoginEvent({ user: { gender: 'f' } })`. Default: the
   * fixture. Its `secrets` are not read.
   */
  event?: object
  /**
   * The handler to begin with: `onContinuePostLogin` runs alone what comes after a redirect, for the event given. Default:
   * that of the trigger.
   */
  handler?: HandlerName
  secrets?: Secrets
  modules?: ModuleSources
  /** The policy the Actions were built of, for `run.why`. Default: that of `{ config }`. */
  policy?: Policy
  /** Default `fixtureTime`. */
  now?: Now
  /** Whose limits apply. Default `documented`. */
  profile?: Profile
  /** For all Actions together. Default 20 seconds, as on Auth0. An endless loop is ended with `isolate` only. */
  timeoutMs?: number
  /** The cache of the trigger, such as that of an earlier run. Default: an empty one. Not with `isolate`. */
  cache?: CacheStore
  /** What `api.groups` answers from. */
  groups?: readonly DirectoryEntry[]
  /** What `api.roles` answers from. */
  roles?: readonly DirectoryEntry[]
  /** Ids of Rules that ran before: what `api.rules.wasExecuted` knows. */
  executedRules?: readonly string[]
  /**
   * Runs in a worker thread of its own with an empty environment: slower, and the Action cannot see or break the test. Each
   * run is on a new instance. Not for handlers that are functions already. Default false.
   */
  isolate?: boolean
}

/** An Action of a flow, with what is its own. */
export interface FlowAction {
  action: ActionSource | LoadedAction
  /** For reports. Default: the file's name. */
  name?: string
  /** Default: those of the flow. */
  secrets?: Secrets
  /** Default: those of the flow. */
  modules?: ModuleSources
}

/** Milliseconds since 1970, or undefined where time passes. @throws TypeError for what is no time */
export const instantOf = (now: Now = fixtureTime): number | undefined => {
  if (now === 'system') return undefined
  const instant = new Date(now).getTime()
  if (Number.isNaN(instant)) throw new TypeError('now is neither a time nor "system"')
  return instant
}

/** What the options say that the runtime knows too. */
export const settingsOf = ({
  profile = 'documented',
  groups = [],
  roles = [],
  executedRules = []
}: RunActionOptions): Omit<RunSettings, 'now'> => ({ profile, directory: { groups, roles }, executedRules })
