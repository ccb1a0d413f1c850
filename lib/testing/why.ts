import type { JsonObject } from '../core/auth0/json.js'
import type { LoginEnd } from '../core/login/explain/end.js'
import { endedAs, explainLogin } from '../core/login/explain/explain.js'
import { whyClaim } from '../core/login/explain/sentences.js'
import type { Policy } from '../core/policy/types.js'
import { endOf, executionsOf } from '../runtime/executions.js'
import type { RunResult } from '../runtime/types.js'
import type { LoadedAction, Secrets } from './action.js'
import type { KeptRun } from './kept-run.js'

export const keepRun =
  (
    result: RunResult,
    {
      actions,
      event,
      now
    }: {
      actions: readonly (Pick<LoadedAction, 'name'> & { secrets: Secrets })[]
      event: JsonObject
      now: number
    }
  ): KeptRun =>
  () => {
    const secrets = Object.fromEntries(actions.map(({ name, secrets }) => [name, secrets]))
    return { executions: executionsOf(result, { event, secrets, now }), end: endOf(result, event) }
  }

/** Answers why a claim is in a token, or is not. @throws TypeError where no policy is known */
export const createWhy =
  (policy: Policy | undefined, runs: readonly KeptRun[]) =>
  (claim: string): string => {
    if (!policy) throw new TypeError('run.why needs a policy: run { config }, or pass { policy }')
    const kept = runs.map(run => run())
    const executions = kept.flatMap(run => run.executions)
    const end: LoginEnd = kept.at(-1)?.end ?? { status: 'not done', hasIDToken: true }
    return whyClaim(endedAs(explainLogin(policy, executions), end), claim)
  }
