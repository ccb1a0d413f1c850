/**
 * What Auth0 says when a trigger took too long.
 * @see https://community.auth0.com/t/104471
 */
export const timeoutMessage = 'Request to Webtask exceeded allowed execution time'

/** The time a trigger has for all its Actions together. */
export interface Deadline {
  readonly passed: boolean
  /** At least 1, milliseconds. */
  readonly remainingMs: number
  /** The outcome of `work`. @throws Error with `timeoutMessage` once the time is over, finished or not */
  race<Value>(work: Promise<Value>): Promise<Value>
  /** Releases the timer. */
  clear(): void
}

/** Starts the clock. Work that never yields cannot be interrupted from within: that takes another thread. */
export const startDeadline = (timeoutMs: number): Deadline => {
  const end = performance.now() + timeoutMs
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const over = new Promise<void>(resolve => {
    timer = setTimeout(() => {
      isOver = true // up to a millisecond before `end`: Node counts timers in whole ones
      resolve()
    }, timeoutMs)
  })
  const hasPassed = () => isOver || performance.now() >= end
  return {
    get passed() {
      return hasPassed()
    },
    get remainingMs() {
      return Math.max(1, Math.ceil(end - performance.now()))
    },
    async race(work) {
      const value = await Promise.race([work, over.then(() => Promise.reject(new Error(timeoutMessage)))])
      if (hasPassed()) throw new Error(timeoutMessage)
      return value
    },
    clear: () => clearTimeout(timer)
  }
}
