import { Worker } from 'node:worker_threads'
import { timeoutMessage } from '../deadline.js'
import { messageOf } from '../errors.js'
import { unchangedBy } from '../rules/rule-context.js'
import type { RulesRequest, RulesResult } from '../rules/rule-types.js'
import { startState } from '../state.js'
import type { RunRequest, RunResult, RunSettings } from '../types.js'
import type { RulesMessage, RunMessage, ThreadData, WorkerMessage } from './messages.js'
import { createNumbering } from './numbering.js'

/** What code that yields may take over its time before the thread is taken for stuck. */
const graceMs = 500
const memoryMaxMb = 256

export interface ThreadOptions extends ThreadData {
  /** What runs there, for messages. */
  kind: 'Actions' | 'Rules'
  /** For each run. */
  timeoutMs: number
  /** Ends the thread after a run that left something running. Of Rules only. Default false. */
  endsLeftovers?: boolean
}

/** A worker thread and the runs in flight there. */
export interface WorkerThread {
  /** False from when it must not get new runs. */
  readonly isOpen: boolean
  readonly hasExited: boolean
  run(request: RunRequest): Promise<RunResult>
  runRules(request: RulesRequest): Promise<RulesResult>
  /** Ends the thread at once; runs in flight fail with this message. */
  end(message: string): Promise<void>
}

interface Flight {
  settle(result: unknown): void
  fail(message: string): void
  reject(error: unknown): void
  watchdog?: NodeJS.Timeout
}

/** What is posted, before it has its number. */
type Order = Omit<RunMessage, 'id' | 'timeoutMs'> | Omit<RulesMessage, 'id' | 'timeoutMs'>

const settingsOf = ({ profile, now, directory, executedRules, traced }: RunRequest): RunSettings => ({
  ...(profile && { profile }),
  ...(now !== undefined && { now }),
  ...(directory && { directory }),
  ...(executedRules && { executedRules }),
  ...(traced && { traced })
})

/** Starts a thread with an empty environment; its output goes nowhere. Runs that cannot start are rejected. */
export const startThread = (
  file: string,
  { kind, timeoutMs, endsLeftovers = false, ca }: ThreadOptions
): WorkerThread => {
  const worker = new Worker(file, {
    name: `auth0-${kind.toLowerCase()}`,
    env: {},
    workerData: { ca } satisfies ThreadData,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMaxMb }
  })
  const flights = new Map<number, Flight>()
  const numbered = createNumbering()
  let isOpen = true
  let isReady = false
  let hasExited = false
  let lastId = 0

  const land = (id: number): Flight | undefined => {
    const flight = flights.get(id)
    clearTimeout(flight?.watchdog)
    flights.delete(id)
    // A thread without a run keeps no process alive.
    if (flights.size === 0) worker.unref()
    return flight
  }
  const failAll = (message: string): void => {
    isOpen = false
    for (const id of [...flights.keys()]) land(id)?.fail(message)
  }
  const end = async (message: string): Promise<void> => {
    failAll(message)
    await worker.terminate()
  }
  const watch = (flight: Flight): void => {
    flight.watchdog = setTimeout(() => void end(timeoutMessage), timeoutMs + graceMs)
  }

  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'ready') {
      isReady = true
      for (const flight of flights.values()) watch(flight)
      return
    }
    land(message.id)?.settle(message.result)
    if (message.isSpent) isOpen = false
    // What is left of a run must not go on using the processor; other runs may finish first.
    if (!isOpen && flights.size === 0) void worker.terminate()
  })
  worker.on('error', error => {
    if (!isReady) for (const id of [...flights.keys()]) land(id)?.reject(error)
    failAll(`The ${kind} instance crashed: ${messageOf(error)}`)
  })
  worker.on('exit', code => {
    hasExited = true
    failAll(`The ${kind} instance exited with code ${code}.`)
  })

  const post = <Result>(order: Order, failed: (message: string) => Result): Promise<Result> =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      worker.postMessage({ ...order, id, timeoutMs })
      const settle = (result: unknown) => resolve(result as Result)
      const flight: Flight = { settle, fail: message => resolve(failed(message)), reject }
      flights.set(id, flight)
      worker.ref()
      if (isReady) watch(flight)
    })

  return {
    get isOpen() {
      return isOpen
    },
    get hasExited() {
      return hasExited
    },
    end,
    async run(request) {
      const state = startState(request)
      const order: Order = {
        type: 'actions',
        trigger: request.trigger,
        actions: request.actions.map(numbered),
        event: JSON.stringify(request.event),
        state,
        settings: settingsOf(request)
      }
      return post(order, message => ({ outcome: { type: 'failed', message }, actions: [], state }))
    },
    async runRules(request) {
      return post({ type: 'rules', request, endsLeftovers }, message => ({
        outcome: { type: 'failed', message },
        ...unchangedBy(request)
      }))
    }
  }
}
