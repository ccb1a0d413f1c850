import type { JsonObject } from '../core/auth0/json.js'
import { triggerTimeoutMs } from '../core/auth0/limits.js'
import type { RuleReport, RulesResult, RuleTenant, RuleWrite } from '../runtime/rules/rule-types.js'
import type { Runtime } from '../runtime/runtime.js'
import { createRuntime } from '../runtime/thread/pool.js'
import { ruleContext, ruleUser } from './events/rule.js'
import * as samples from './events/samples.js'
import { instantOf, type Now } from './options.js'
import { type RuleSource, readRule } from './rule-source.js'

export interface RunRuleOptions {
  /** The profile as stored plus what this login brought. Default: `ruleUser()`. Not changed. */
  user?: object
  /** Default: `ruleContext()`. Not changed. */
  context?: object
  /** Of the tenant: the same for all Rules. */
  configuration?: Readonly<Record<string, string>>
  /** What survives between runs on one instance, as far as it is JSON: pass the same object again. Default: an empty one. */
  global?: Record<string, unknown>
  /** What `auth0` says of its tenant. Default: the tenant of the fixtures. */
  auth0?: Partial<RuleTenant>
  /** Default `fixtureTime`. */
  now?: Now
  /** For all Rules together. Default 20 seconds. */
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

const describe = ({ stored, rules, outcome, global: _, ...result }: RulesResult): RuleRun => ({
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

/** Makes an object what the Rules left of it. */
const refill = (members: Record<string, unknown>, left: JsonObject): void => {
  for (const name of Object.keys(members)) if (!Object.hasOwn(left, name)) delete members[name]
  Object.assign(members, left)
}

const fixtureTenant: RuleTenant = { domain: samples.request.hostname ?? '', accessToken: 'test-access-token' }

const runtimes = new Map<number, Runtime>()

/** One thread for all runs with this limit, as long as they leave nothing running. It keeps no process alive. */
const runtimeFor = (timeoutMs = triggerTimeoutMs): Runtime => {
  const runtime = runtimes.get(timeoutMs) ?? createRuntime({ timeoutMs, endsLeftovers: true })
  runtimes.set(timeoutMs, runtime)
  return runtime
}

/**
 * Runs Rules one after the other as Auth0 did: on the same `user` and `context`, until one refuses. What they only change on
 * `user` is not stored. They run in a worker thread with an empty environment: a Rule cannot see or break the test.
 *
 * @throws TypeError for options that make no sense; what a Rule throws is in the run it returns
 */
export const runRules = async (
  sources: readonly RuleSource[],
  { user, context, configuration = {}, global = {}, auth0 = {}, now, timeoutMs }: RunRuleOptions = {}
): Promise<RuleRun> => {
  const rules = await Promise.all(sources.map(readRule))
  const instant = instantOf(now)
  const result = await runtimeFor(timeoutMs).runRules({
    rules,
    user: copyOf(user ?? ruleUser()),
    context: copyOf(context ?? ruleContext()),
    configuration: { ...configuration },
    global: copyOf(global),
    auth0: { ...fixtureTenant, ...auth0 },
    ...(instant !== undefined && { now: instant })
  })
  refill(global, result.global)
  return describe(result)
}

/** Runs one Rule. */
export const runRule = (source: RuleSource, options: RunRuleOptions = {}): Promise<RuleRun> =>
  runRules([source], options)
