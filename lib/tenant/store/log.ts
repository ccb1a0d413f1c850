import { randomUUID } from 'node:crypto'
import type { Json } from '../../core/auth0/json.js'
import type { TriggerId } from '../../runtime/code/handlers.js'
import type { RuleReport } from '../../runtime/rules/rule-types.js'
import type { ActionReport, FlowState, Outcome } from '../../runtime/types.js'

/** Auth0's type codes, as far as this tenant writes them.
 * @see https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes */
export type LogType =
  | 's'
  | 'f'
  | 'fp'
  | 'fu'
  | 'ssa'
  | 'fsa'
  | 'slo'
  | 'w'
  | 'seacft'
  | 'feacft'
  | 'sertft'
  | 'fertft'
  | 'sepft'
  | 'fepft'
  | 'seccft'
  | 'feccft'
  | 'ferrt'
  | 'srrt'
  | 'ss'
  | 'fs'
  | 'gd_auth_succeed'
  | 'gd_auth_failed'
  | 'sapi'
  | 'fapi'
  | 'mgmt_api_read'

export interface LogEntry {
  log_id: string
  date: string
  type: LogType
  description?: string
  client_id?: string
  client_name?: string
  connection?: string
  connection_id?: string
  strategy?: string
  user_id?: string
  user_name?: string
  audience?: string
  scope?: string
  ip?: string
  user_agent?: string
  hostname?: string
  details?: { [name: string]: Json }
}

/** What one run of the trigger left behind; Auth0 keeps console output for ten days. */
export interface Execution {
  id: string
  date: string
  trigger: TriggerId
  /** Absent where there is no user, or none yet. */
  user_id?: string
  outcome: Outcome['type']
  /** Those that ran before the Actions, where there are any. */
  rules?: RuleReport[]
  actions: ActionReport[]
  /** Claims Auth0 would have dropped without a word. */
  dropped: FlowState['dropped']
}

/** Keeps what a run left behind. */
export type Report = (run: Omit<Execution, 'id' | 'date'>) => void

export type LogFields = Omit<LogEntry, 'log_id' | 'date' | 'type'>

export interface TenantLog {
  add(type: LogType, fields: LogFields): void
  /** Keeps the reports of a run, as they are returned: a login's entry names their id. */
  addExecution(execution: Omit<Execution, 'id' | 'date'>): Execution
  /** Oldest first. */
  entries(): readonly LogEntry[]
  executions(): readonly Execution[]
}

const entriesKept = 10_000
const executionsKept = 1_000

/** The tenant log. It counts as a place where plaintext may leak, so callers pass names and ids, no attributes. */
export const createLog = (now: () => Date): TenantLog => {
  const entries: LogEntry[] = []
  const executions: Execution[] = []
  let sequence = 0
  const nextId = () => {
    sequence += 1
    return `90020${now().toISOString().replace(/\D/g, '')}${String(sequence).padStart(8, '0')}`
  }
  return {
    add(type, fields) {
      entries.push({ log_id: nextId(), date: now().toISOString(), type, ...fields })
      if (entries.length > entriesKept) entries.shift()
    },
    addExecution(execution) {
      const kept: Execution = { id: randomUUID(), date: now().toISOString(), ...execution }
      executions.push(kept)
      if (executions.length > executionsKept) executions.shift()
      return kept
    },
    entries: () => entries,
    executions: () => executions
  }
}
