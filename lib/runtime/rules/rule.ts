import { join } from 'node:path'
import { runText } from '../code/compile.js'
import { packagesFrom } from '../code/packages.js'
import { messageOf } from '../errors.js'
import { actionConsole } from '../log.js'
import type { DeployedRule, RuleTenant } from './rule-types.js'
import type { createRuleUsers } from './rule-users.js'

/** What is in scope of a Rule besides Node's globals. */
export interface RuleScope {
  configuration: Readonly<Record<string, string>>
  auth0: Required<RuleTenant> & { users: ReturnType<typeof createRuleUsers> }
  /** Lives as long as the instance. */
  global: Record<string, unknown>
}

/** The error that makes Auth0 answer `unauthorized` rather than `access_denied`. */
export class UnauthorizedError extends Error {
  override readonly name = 'UnauthorizedError'
}

/** What a Rule answered, or that it threw. */
export type RuleAnswer =
  | { type: 'passed'; user: unknown; context: unknown }
  | { type: 'refused'; code: 'unauthorized' | 'access_denied'; reason: string }

type Callback = (error?: unknown, user?: unknown, context?: unknown) => void
export type RuleFunction = (user: unknown, context: unknown, callback: Callback) => unknown

/** `request@2.88.0` is how a Rule asked for one of the versions Auth0 had. */
const withoutVersion = (request: string): string => request.replace(/^(@?[^@]+)@.*$/, '$1')

/** @throws Error where the text is not one function expression; whatever it throws */
export const loadRule = (
  // Packages resolve from where the developer runs the tenant, not from this library.
  { name, code, requireFrom = join(process.cwd(), 'rule.js') }: DeployedRule,
  scope: RuleScope,
  { hasClock }: { hasClock: boolean }
): RuleFunction => {
  const requirePackage = packagesFrom(requireFrom)
  const { exports: rule } = runText(`module.exports = (${code.replace(/;\s*$/, '')}\n)`, {
    filename: `${name}.js`,
    scope: {
      ...scope,
      UnauthorizedError,
      require: (request: string) => requirePackage(withoutVersion(request)),
      console: actionConsole
    },
    hasClock
  })
  if (typeof rule !== 'function') throw new Error(`The Rule "${name}" must be one function expression.`)
  return rule as RuleFunction
}

const refusal = (thrown: unknown): RuleAnswer => ({
  type: 'refused',
  code: thrown instanceof UnauthorizedError ? 'unauthorized' : 'access_denied',
  reason: messageOf(thrown)
})

/**
 * Calls a Rule. Its first answer counts; what it throws before one is an answer too. Without any, the promise is never
 * settled.
 *
 * @returns the answer, once the Rule had the time to answer again in the same turn, and how often it did answer
 */
export const callRule = async (
  rule: RuleFunction,
  user: unknown,
  context: unknown
): Promise<{ answer: RuleAnswer; answers: number }> => {
  let answers = 0
  const answer = await new Promise<RuleAnswer>(resolve => {
    const settle = (answer: RuleAnswer): void => {
      answers += 1
      resolve(answer)
    }
    const fail = (thrown: unknown): void => {
      if (answers === 0) settle(refusal(thrown))
    }
    const callback: Callback = (error, user, context) =>
      settle(error ? refusal(error) : { type: 'passed', user, context })
    try {
      Promise.resolve(rule(user, context, callback)).catch(fail)
    } catch (thrown) {
      fail(thrown)
    }
  })
  await new Promise(resolve => setImmediate(resolve))
  return { answer, answers }
}
