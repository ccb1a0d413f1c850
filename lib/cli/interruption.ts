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

/** Resolves when the signal is aborted, at once where it is. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
