import type { TriggerId } from '../code/handlers.js'
import type { RulesRequest, RulesResult } from '../rules/rule-types.js'
import type { ActionModule, FlowState, RunResult, RunSettings } from '../types.js'

/** What a thread is started with. */
export interface ThreadData {
  /** PEM of a certificate authority to trust. */
  ca?: string | undefined
}

/** Asks the worker for one run of a trigger. */
export interface RunMessage {
  type: 'actions'
  id: number
  trigger: TriggerId
  /** `instance` numbers a name with its code; the code comes with the first use of the number only. */
  actions: {
    instance: number
    name: string
    secrets: Record<string, string>
    source?: { code: string; modules: readonly ActionModule[] }
  }[]
  /** JSON text. */
  event: string
  state: FlowState
  settings: RunSettings
  timeoutMs: number
}

/** Asks it for the Rules of one login. */
export interface RulesMessage {
  type: 'rules'
  id: number
  request: RulesRequest
  /** Ends the thread where the Rules left something running: it must not meet the Rules of another test. */
  endsLeftovers: boolean
  timeoutMs: number
}

/** What the worker says: once that it listens, then one answer to each message. */
export type WorkerMessage =
  | { type: 'ready' }
  /** `isSpent`: something may still be running in there, and it is to be ended. */
  | { type: 'done'; id: number; result: RunResult | RulesResult; isSpent: boolean }
