import { setTimeout as wait } from 'node:timers/promises'

/** What waiting depends on; tests hand in one that does not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** @param signal ends it, with its reason thrown */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** At least 0, less than 1. */
  random(): number
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    wait(ms, undefined, signal && { signal }).catch(error => {
      signal?.throwIfAborted() // what Node throws hides the reason
      throw error
    }),
  random: Math.random
}
