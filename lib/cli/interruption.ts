import { setImmediate as nextTurn } from 'node:timers/promises'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs work that has something to finish. Signals (Ctrl-C, an end, a closed terminal) abort `interrupted`, and end nothing by
 * themselves until the work is done, however many come.
 *
 * The listeners stay for the whole of it: `signal-exit`, which `write-file-atomic` loads, ends the process at once where it
 * finds itself the only one that listens, in the middle of a save.
 */
export const finishing = async <Result>(
  work: (interrupted: AbortSignal) => Promise<Result>
): Promise<Result> => {
  const controller = new AbortController()
  const interrupt = () => controller.abort()
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(controller.signal)
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}

/**
 * What work comes to, or undefined where it failed as it was interrupted: the signal of a terminal also ends what the work leans
 * on, such as the service of esbuild, and that failure says nothing.
 */
export const unlessInterrupted = async <Result>(
  interrupted: AbortSignal,
  work: () => Promise<Result>
): Promise<Result | undefined> => {
  try {
    return await work()
  } catch (error) {
    await nextTurn() // the failure may be heard of before the signal is
    if (interrupted.aborted) return undefined
    throw error
  }
}

/** Resolves when the signal is aborted, at once where it is. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
