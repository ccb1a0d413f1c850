import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { type Clock, withClock } from './clock.js'
import type { Deadline } from './deadline.js'
import { messageOf } from './errors.js'
import { toJson } from './json.js'
import { withLog } from './log.js'
import { callRule, type DeployedRule, loadRule, type RuleAnswer, type RuleScope } from './rule.js'
import { type RuleEffects, readRuleContext } from './rule-context.js'
import { createRuleUsers, type RuleUserStore, type RuleWrite, type StoredMetadata } from './rule-users.js'
import type { Denial } from './types.js'

/** One login's Rules, in their order. */
export interface RulesInput {
  rules: readonly (DeployedRule & { requireFrom?: string })[]
  /** The profile as stored plus what this login brought. Its metadata may be missing. */
  user: JsonObject
  context: JsonObject
  configuration: Readonly<Record<string, string>>
}

export interface RulesOptions {
  /** For all Rules together. */
  deadline: Deadline
  /** Survives between runs on the same instance. */
  global: Record<string, unknown>
  /** The time at which Rules stand still. Default: time passes. */
  now?: Clock
  /** `auth0.domain` and `auth0.accessToken`. */
  domain?: string
  accessToken?: string
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

export interface RulesResult extends RuleEffects {
  outcome: RulesOutcome
  rules: RuleReport[]
  /** As the Rules left them, which is not what is stored. Plain JSON. */
  user: JsonObject
  context: JsonObject
  /** The profile's metadata as stored when the Rules have ended. */
  stored: StoredMetadata
  /** Every call of `auth0.users`: also those before a refusal. */
  writes: RuleWrite[]
}

/** What a Rule is given: `app_metadata` merged over the root, as in Actions, and metadata missing where there is none. */
const viewOf = (user: JsonObject): JsonObject => {
  const { app_metadata, user_metadata } = user
  return structuredClone({
    ...user,
    ...(isPlainObject(app_metadata) && app_metadata),
    ...(app_metadata !== undefined && { app_metadata }),
    ...(user_metadata !== undefined && { user_metadata })
  }) as JsonObject
}

const outcomeOf = (answer: RuleAnswer, name: string): RulesOutcome => {
  if (answer.type === 'refused') return { type: 'denied', code: answer.code, reason: answer.reason }
  // What is no JSON cannot go on to the tokens: this throws.
  if (isPlainObject(toJson(answer.user)) && isPlainObject(toJson(answer.context)))
    return { type: 'completed' }
  return { type: 'failed', message: `The Rule "${name}" answered without user and context.` }
}

/**
 * Runs Rules one after the other on the same `user` and `context`, until one refuses. A Rule that never answers ends at the
 * limit; a loop behind an `await` cannot be ended.
 */
export const runRules = async (
  { rules, user: profile, context: facts, configuration }: RulesInput,
  { deadline, global, now = Date.now, domain = 'localhost', accessToken = '' }: RulesOptions
): Promise<RulesResult> => {
  const { user_id, app_metadata, user_metadata } = profile
  const stored = structuredClone({
    ...(app_metadata !== undefined && { app_metadata }),
    ...(user_metadata !== undefined && { user_metadata })
  })
  const store: RuleUserStore = { user_id: String(user_id), stored, writes: [] }
  const auth0 = { users: createRuleUsers(store), domain, accessToken }
  const scope: RuleScope = { configuration: { ...configuration }, auth0, global }
  const reports: RuleReport[] = []
  let outcome: RulesOutcome = { type: 'completed' }
  let user: unknown = viewOf(profile)
  let context: unknown = structuredClone(facts)

  for (const { name, requireFrom, ...rule } of rules) {
    const start = performance.now()
    const log = { text: '', maxChars: Number.POSITIVE_INFINITY }
    let answers = 0
    try {
      const execute = async () => {
        const load = { hasClock: true, ...(requireFrom && { requireFrom }) }
        return callRule(loadRule({ name, ...rule }, scope, load), user, context, {
          timeoutMs: deadline.remainingMs
        })
      }
      const called = await deadline.race(withClock(now, () => withLog(log, execute)))
      answers = called.answers
      outcome = outcomeOf(called.answer, name)
      if (called.answer.type === 'passed' && outcome.type === 'completed') ({ user, context } = called.answer)
    } catch (thrown) {
      outcome = { type: 'failed', message: messageOf(thrown) }
    }
    reports.push({
      name,
      durationMs: performance.now() - start,
      log: log.text,
      answers,
      ...(outcome.type === 'failed' && { error: outcome.message }),
      ...(outcome.type === 'denied' && { error: outcome.reason })
    })
    if (outcome.type !== 'completed') break
  }
  return {
    ...readRuleContext(context),
    outcome,
    rules: reports,
    user: toJson(user) as JsonObject,
    context: toJson(context) as JsonObject,
    stored: structuredClone(store.stored),
    writes: [...store.writes]
  }
}
