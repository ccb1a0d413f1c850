import type { JsonObject } from '../core/auth0/json.js'
import { triggerTimeoutMs } from '../core/auth0/limits.js'
import { startDeadline } from '../runtime/deadline.js'
import type { RuleWrite } from '../runtime/rule-users.js'
import { type RuleReport, type RulesResult, runRules as runInThread } from '../runtime/rules.js'
import { ruleContext, ruleUser } from './events/rule.js'
import { instantOf, type Now } from './options.js'
import { type RuleSource, readRule } from './rule-source.js'

export interface RunRuleOptions {
  /** The profile as stored plus what this login brought. Default: `ruleUser()`. Not changed. */
  user?: object
  /** Default: `ruleContext()`. Not changed. */
  context?: object
  /** Of the tenant: the same for all Rules. */
  configuration?: Readonly<Record<string, string>>
  /** What survives between runs on one instance: pass the same object again. Default: an empty one. */
  global?: Record<string, unknown>
  /** `auth0.domain` and `auth0.accessToken`. */
  auth0?: { domain?: string; accessToken?: string }
  /** Default `fixtureTime`. */
  now?: Now
  /** For all Rules together. Default 20 seconds. A loop behind an `await` is not ended. */
  timeoutMs?: number
}

/** What came of the Rules. */
export interface RuleRun
  extends Pick<
    RulesResult,
    | 'outcome'
    | 'user'
    | 'context'
    | 'claims'
    | 'dropped'
    | 'scopes'
    | 'multifactor'
    | 'primaryUserId'
    | 'redirect'
  > {
  /** The profile's metadata as stored when the Rules have ended; missing where there is none. */
  appMetadata: unknown
  userMetadata: unknown
  /** Every call of `auth0.users`, whether or not it changed anything. */
  writes: RuleWrite[]
  /** Each line the Rules printed. */
  logs: string[]
  /** What each Rule took, and how often it answered: the first answer counts. */
  rules: RuleReport[]
  denied?: { code: string; reason: string }
  /** Why a Rule gave no answer. */
  error?: string
}

const describe = ({ stored, rules, outcome, ...result }: RulesResult): RuleRun => ({
  ...result,
  outcome,
  appMetadata: stored.app_metadata,
  userMetadata: stored.user_metadata,
  rules,
  logs: rules.flatMap(({ log }) => log.split('\n').filter(line => line !== '')),
  ...(outcome.type === 'denied' && { denied: { code: outcome.code, reason: outcome.reason } }),
  ...(outcome.type === 'failed' && { error: outcome.message })
})

const copyOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value))

/**
 * Runs Rules one after the other as Auth0 did: on the same `user` and `context`, until one refuses. What they only change on
 * `user` is not stored.
 *
 * @throws TypeError for options that make no sense; what a Rule throws is in the run it returns
 */
export const runRules = async (
  sources: readonly RuleSource[],
  { user, context, configuration = {}, global = {}, auth0 = {}, now, timeoutMs }: RunRuleOptions = {}
): Promise<RuleRun> => {
  const rules = await Promise.all(sources.map(readRule))
  const instant = instantOf(now)
  const deadline = startDeadline(timeoutMs ?? triggerTimeoutMs)
  const result = await runInThread(
    {
      rules,
      user: copyOf(user ?? ruleUser()),
      context: copyOf(context ?? ruleContext()),
      configuration
    },
    { deadline, global, ...auth0, now: instant === undefined ? () => Date.now() : () => instant }
  )
  deadline.clear()
  return describe(result)
}

/** Runs one Rule. */
export const runRule = (source: RuleSource, options: RunRuleOptions = {}): Promise<RuleRun> =>
  runRules([source], options)
