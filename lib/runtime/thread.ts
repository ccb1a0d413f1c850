import { Worker } from 'node:worker_threads'
import { timeoutMessage } from './deadline.js'
import { messageOf } from './errors.js'
import type { RunMessage, WorkerMessage } from './messages.js'
import { startState } from './state.js'
import type { DeployedAction, FlowState, RunRequest, RunResult, RunSettings } from './types.js'

/** What an Action that yields may take over its time before the thread is taken for stuck. */
const graceMs = 500
const memoryMaxMb = 256

/** A worker thread and the runs in flight there. */
export interface ActionThread {
  /** False from when it must not get new runs. */
  readonly isOpen: boolean
  readonly hasExited: boolean
  run(request: RunRequest): Promise<RunResult>
  /** Ends the thread at once; runs in flight fail with this message. */
  end(message: string): Promise<void>
}

interface Flight {
  state: FlowState
  settle(result: RunResult): void
  reject(error: unknown): void
  watchdog?: NodeJS.Timeout
}

/**
 * Numbers each Action by name, code and modules, so that these are sent once: new code is a new instance with a state of
 * its own.
 */
const createNumbering = () => {
  const numbers = new Map<string, Map<string, number>>()
  let count = 0
  return ({ name, code, secrets, modules = [] }: DeployedAction): RunMessage['actions'][number] => {
    const byCode = numbers.get(code) ?? new Map<string, number>()
    numbers.set(code, byCode)
    const key = JSON.stringify([name, modules])
    const known = byCode.get(key)
    if (known !== undefined) return { instance: known, name, secrets }
    byCode.set(key, count)
    return { instance: count++, name, secrets, source: { code, modules } }
  }
}

/** Starts a thread with an empty environment; its output goes nowhere. Runs that cannot start are rejected. */
export const startThread = (file: string, timeoutMs: number): ActionThread => {
  const worker = new Worker(file, {
    name: 'auth0-actions',
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMaxMb }
  })
  worker.stdout.resume()
  worker.stderr.resume()
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
    return flight
  }
  const failAll = (message: string): void => {
    isOpen = false
    for (const id of [...flights.keys()]) {
      const flight = land(id)
      flight?.settle({ outcome: { type: 'failed', message }, actions: [], state: flight.state })
    }
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
    if (message.isOverdue) isOpen = false
    // What is left of an overdue Action must not go on using the processor; other runs may finish first.
    if (!isOpen && flights.size === 0) void worker.terminate()
  })
  worker.on('error', error => {
    if (!isReady) for (const id of [...flights.keys()]) land(id)?.reject(error)
    failAll(`The Actions instance crashed: ${messageOf(error)}`)
  })
  worker.on('exit', code => {
    hasExited = true
    failAll(`The Actions instance exited with code ${code}.`)
  })

  return {
    get isOpen() {
      return isOpen
    },
    get hasExited() {
      return hasExited
    },
    end,
    run: request =>
      new Promise((settle, reject) => {
        const id = ++lastId
        const state = startState(request)
        const actions = request.actions.map(numbered)
        const { trigger, event, profile, now, directory, executedRules } = request
        const settings: RunSettings = {
          ...(profile && { profile }),
          ...(now !== undefined && { now }),
          ...(directory && { directory }),
          ...(executedRules && { executedRules })
        }
        const text = JSON.stringify(event)
        const message: RunMessage = { id, trigger, actions, event: text, state, settings, timeoutMs }
        worker.postMessage(message)
        const flight: Flight = { state, settle, reject }
        flights.set(id, flight)
        if (isReady) watch(flight)
      })
  }
}
