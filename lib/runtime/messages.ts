import type { TriggerId } from './handlers.js'
import type { ActionModule, FlowState, RunResult, RunSettings } from './types.js'

/** Asks the worker for one run of a trigger. */
export interface RunMessage {
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

/** What the worker says: once that it listens, then one answer to each `RunMessage`. */
export type WorkerMessage =
  | { type: 'ready' }
  /** `isOverdue`: the time ran out, and something may still be running in there. */
  | { type: 'done'; id: number; result: RunResult; isOverdue: boolean }
