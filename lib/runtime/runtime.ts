import type { RulesRequest, RulesResult } from './rules/rule-types.js'
import type { RunRequest, RunResult } from './types.js'

/** Runs Actions and Rules as Auth0 does, each kind in a worker thread of its own with an empty environment. */
export interface Runtime {
  run(request: RunRequest): Promise<RunResult>
  runRules(request: RulesRequest): Promise<RulesResult>
  stop(): Promise<void>
}
