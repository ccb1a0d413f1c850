/** The operator said stop. What was begun is finished; the rest is there at the next run. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** What stops work that talks to a tenant, and what is finished before it. */
export interface Interruption {
  /** Aborted by Ctrl-C, with Interrupted: nothing is begun after it, and what only reads or waits ends. */
  signal: AbortSignal
  /** Does work that may not end halfway: the signal is aborted behind it. */
  finish<Result>(work: () => Promise<Result>): Promise<Result>
}

/** @param asked aborted where somebody says stop, whatever is being done */
export const createInterruption = (asked: AbortSignal): Interruption => {
  const controller = new AbortController()
  let finishing = 0
  const interrupt = () => {
    if (asked.aborted && finishing === 0) controller.abort(new Interrupted('stopped'))
  }
  asked.addEventListener('abort', interrupt, { once: true })
  interrupt()
  return {
    signal: controller.signal,
    async finish(work) {
      finishing += 1
      try {
        return await work()
      } finally {
        finishing -= 1
        interrupt()
      }
    }
  }
}

/** Of work that nothing stops. */
export const uninterrupted: Interruption = {
  signal: new AbortController().signal,
  finish: work => work()
}

/** The interruption that ended a request, behind whatever fetch and the SDK made of it. */
export const interruptedBy = (error: unknown): Interrupted | undefined => {
  if (error instanceof Interrupted) return error
  const { cause } = (error ?? {}) as { cause?: unknown }
  return cause === undefined ? undefined : interruptedBy(cause)
}
