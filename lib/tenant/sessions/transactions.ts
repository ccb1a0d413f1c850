import type { JsonObject } from '../../core/auth0/json.js'
import type { FlowState } from '../../runtime/types.js'
import type { Authentication } from './sessions.js'

/** What a login brought and the run of the Actions has not yet seen. Taken once, so it does not outlive that run. */
export interface Arrival extends Authentication {
  /** Attributes on the deny list. */
  denied: JsonObject
}

/** Why a login waits for the browser, and where to go on. */
export interface Suspension {
  kind: 'redirect' | 'mfa'
  /** Where a redirect sends the browser; `state` is added. */
  url?: string
  state: FlowState
  /** True where all Actions have run: MFA by policy comes after them. */
  isLast: boolean
  /** Attributes on the deny list, where the settings let them outlive this. */
  denied?: JsonObject
  /** Set when the browser has come back or the challenge was met, with the request that did it. */
  resumedBy?: EventRequest
}

/** The part of `event.request` that differs from one leg of a login to the next. */
export type EventRequest = { method: string; query: JsonObject; body: JsonObject }

/** One login from `/authorize` to the callback. */
export interface Transaction {
  id: string
  /** The value of the device cookie: the pages of a login answer no other browser. */
  device: string
  request: EventRequest
  arrival?: Arrival
  suspension?: Suspension
  /** Ids of the runs of the Actions so far. */
  executions: string[]
  /** Wrong codes given at the MFA page. */
  failures: number
  expiresAt: number
}

export interface Transactions {
  get(id: string | undefined): Transaction | undefined
  keep(transaction: Transaction): void
  remove(id: string): void
  list(): Transaction[]
}

export const transactionTtlSeconds = 60 * 60
const transactionsKept = 10_000

/** Logins under way, in memory. Expired ones go when a new one is kept. */
export const createTransactions = (now: () => Date): Transactions => {
  const transactions = new Map<string, Transaction>()
  const isOver = ({ expiresAt }: Transaction) => expiresAt <= now().getTime()
  return {
    get(id) {
      const transaction = id === undefined ? undefined : transactions.get(id)
      return transaction && !isOver(transaction) ? transaction : undefined
    },
    keep(transaction) {
      transactions.delete(transaction.id)
      transactions.set(transaction.id, transaction)
      // Insertion order is order of age: stop at the first that still has time.
      for (const [id, oldest] of transactions) {
        if (!isOver(oldest) && transactions.size <= transactionsKept) break
        transactions.delete(id)
      }
    },
    remove: id => {
      transactions.delete(id)
    },
    list: () => [...transactions.values()]
  }
}
