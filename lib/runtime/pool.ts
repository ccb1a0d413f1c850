import { createRequire } from 'node:module'
import { triggerTimeoutMs } from '../core/auth0/limits.js'
import { type ActionThread, startThread } from './thread.js'
import type { Runtime } from './types.js'

export interface RuntimeOptions {
  /** For all Actions of a trigger together. Default 20 seconds, as on Auth0. */
  timeoutMs?: number
}

/**
 * Runs Actions in one worker thread, started with the first run and anew after it was lost. Module state of an Action
 * lasts as long as the thread. Runs interleave; an endless loop in one fails all that are in flight.
 */
export const createRuntime = ({ timeoutMs = triggerTimeoutMs }: RuntimeOptions = {}): Runtime => {
  const file = createRequire(import.meta.url).resolve('#runtime-worker')
  let threads: ActionThread[] = []
  let isStopped = false

  const openThread = (): ActionThread => {
    const open = threads.find(thread => thread.isOpen)
    if (open) return open
    const thread = startThread(file, timeoutMs)
    threads = [...threads.filter(({ hasExited }) => !hasExited), thread]
    return thread
  }

  return {
    async run(request) {
      if (isStopped) throw new Error('The runtime is stopped.')
      return openThread().run(request)
    },
    async stop() {
      isStopped = true
      await Promise.all(threads.map(thread => thread.end('The runtime was stopped.')))
    }
  }
}
