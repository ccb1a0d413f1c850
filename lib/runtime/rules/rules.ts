import { isPlainObject, type Json, type JsonObject } from '../../core/auth0/json.js'
import { withClock } from '../clock.js'
import type { Deadline } from '../deadline.js'
import { messageOf } from '../errors.js'
import { toJson } from '../json.js'
import { withLog } from '../log.js'
import { callRule, loadRule, type RuleAnswer, type RuleScope } from './rule.js'
import { readRuleContext, storedOf } from './rule-context.js'
import type { DeployedRule, RuleReport, RulesOutcome, RulesRequest, RulesResult } from './rule-types.js'
import { createRuleUsers, type RuleUserStore } from './rule-users.js'

export interface RulesOptions {
  /** For all Rules together. */
  deadline: Deadline
  /** Survives between runs on the same instance. */
  global: Record<string, unknown>
}

/** What a Rule is given: `app_metadata` merged over the root, as in Actions, and metadata missing where there is none. */
const viewOf = (user: JsonObject): JsonObject => {
  const { app_metadata } = user
  return structuredClone({ ...user, ...(isPlainObject(app_metadata) && app_metadata), ...storedOf(user) })
}

type Passed = Pick<RulesResult, 'user' | 'context'>
interface Objects {
  user: unknown
  context: unknown
}

/** A copy of what JSON keeps; undefined where it keeps nothing, and for cycles and bigints. */
const jsonIfAny = (value: unknown): Json | undefined => {
  try {
    return toJson(value)
  } catch {
    return undefined
  }
}

/** What a Rule left, as the next steps of the login can take it. */
const copyOf = (left: Objects): Passed | undefined => {
  const user = jsonIfAny(left.user)
  const context = jsonIfAny(left.context)
  return isPlainObject(user) && isPlainObject(context) ? ({ user, context } as Passed) : undefined
}

/** The members that can leave the thread. */
const jsonOf = (members: Record<string, unknown>): JsonObject => {
  const entries = Object.entries(members).map(([name, value]) => [name, jsonIfAny(value)] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined))
}

/** How a Rule ended, with what it left: the objects themselves, and a copy where they are JSON. */
interface Step {
  outcome: RulesOutcome
  report: RuleReport
  left: Objects
  copy?: Passed | undefined
}

const outcomeOf = (answer: RuleAnswer, name: string, copy: Passed | undefined): RulesOutcome => {
  if (answer.type === 'refused') return { type: 'denied', code: answer.code, reason: answer.reason }
  if (copy) return { type: 'completed' }
  return {
    type: 'failed',
    message: `The Rule "${name}" must answer with user and context, and these be JSON.`
  }
}

const errorOf = (outcome: RulesOutcome): Pick<RuleReport, 'error'> => {
  if (outcome.type === 'completed') return {}
  return { error: outcome.type === 'denied' ? outcome.reason : outcome.message }
}

/** Runs one Rule on what the one before it left. */
const runRule = async (
  rule: DeployedRule,
  given: Objects,
  { scope, deadline, now }: { scope: RuleScope; deadline: Deadline; now: number | undefined }
): Promise<Step> => {
  const { name } = rule
  const start = performance.now()
  const log = { text: '', maxChars: Number.POSITIVE_INFINITY }
  const reportOf = (answers: number, outcome: RulesOutcome): RuleReport => ({
    name,
    durationMs: performance.now() - start,
    log: log.text,
    answers,
    ...errorOf(outcome)
  })
  try {
    const call = async () =>
      callRule(loadRule(rule, scope, { hasClock: now !== undefined }), given.user, given.context)
    const { answer, answers } = await deadline.race(
      withClock(
        () => now ?? Date.now(),
        () => withLog(log, call)
      )
    )
    const left = answer.type === 'passed' ? answer : given
    const copy = copyOf(left)
    const outcome = outcomeOf(answer, name, copy)
    return { outcome, report: reportOf(answers, outcome), left, copy }
  } catch (thrown) {
    const outcome: RulesOutcome = { type: 'failed', message: messageOf(thrown) }
    return { outcome, report: reportOf(0, outcome), left: given }
  }
}

/** Runs Rules one after the other on the same `user` and `context`, until one refuses, fails or the time is over. */
export const runRules = async (
  request: RulesRequest,
  { deadline, global }: RulesOptions
): Promise<RulesResult> => {
  const { rules, user, context, configuration, now } = request
  const { domain, accessToken, baseUrl = `https://${domain}/api/v2` } = request.auth0
  const store: RuleUserStore = { user_id: String(user.user_id), stored: storedOf(user), writes: [] }
  const auth0 = { users: createRuleUsers(store), domain, baseUrl, accessToken }
  const scope: RuleScope = { configuration: { ...configuration }, auth0, global }
  const reports: RuleReport[] = []
  let outcome: RulesOutcome = { type: 'completed' }
  let copy: Passed = { user: viewOf(user), context }
  // The same objects from Rule to Rule; the result has them as they were when the last Rule had answered.
  let left: Objects = structuredClone(copy)
  for (const rule of rules) {
    const step = await runRule(rule, left, { scope, deadline, now })
    reports.push(step.report)
    outcome = step.outcome
    left = step.left
    copy = step.copy ?? copy
    if (outcome.type !== 'completed') break
  }
  return {
    ...readRuleContext(copy.context),
    ...copy,
    outcome,
    rules: reports,
    global: jsonOf(global),
    stored: store.stored,
    writes: store.writes
  }
}
