import { createRequire } from 'node:module'
import { triggerTimeoutMs } from '../../core/auth0/limits.js'
import type { Runtime } from '../runtime.js'
import { startThread, type ThreadOptions, type WorkerThread } from './thread.js'

export interface RuntimeOptions {
  /** For all Actions of a trigger together, and for all Rules of a login. Default 20 seconds, as on Auth0. */
  timeoutMs?: number
  /** Ends what Rules left running, together with their thread. Default false: it goes on. */
  endsLeftovers?: boolean
  /** PEM of a certificate authority that Actions and Rules trust besides those that Node trusts. */
  ca?: string | undefined
}

/** One thread at a time: started with the first run and anew after it was lost. */
const createPool = (options: ThreadOptions) => {
  const file = createRequire(import.meta.url).resolve('#runtime-worker')
  let threads: WorkerThread[] = []
  return {
    open(): WorkerThread {
      const open = threads.find(thread => thread.isOpen)
      if (open) return open
      const thread = startThread(file, options)
      threads = [...threads.filter(({ hasExited }) => !hasExited), thread]
      return thread
    },
    stop: () => Promise.all(threads.map(thread => thread.end('The runtime was stopped.')))
  }
}

/**
 * Runs Actions in one worker thread and Rules in another. Module state of an Action and `global` of the Rules last as long
 * as the thread. Runs interleave; an endless loop in one fails all that are in flight.
 */
export const createRuntime = ({
  timeoutMs = triggerTimeoutMs,
  endsLeftovers = false,
  ca
}: RuntimeOptions = {}): Runtime => {
  const actions = createPool({ kind: 'Actions', timeoutMs, ca })
  const rules = createPool({ kind: 'Rules', timeoutMs, endsLeftovers, ca })
  let isStopped = false
  const assertRunning = (): void => {
    if (isStopped) throw new Error('The runtime is stopped.')
  }
  return {
    async run(request) {
      assertRunning()
      return actions.open().run(request)
    },
    async runRules(request) {
      assertRunning()
      return rules.open().runRules(request)
    },
    async stop() {
      isStopped = true
      await Promise.all([actions.stop(), rules.stop()])
    }
  }
}
