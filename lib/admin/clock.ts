import { setTimeout as wait } from 'node:timers/promises'

/** What waiting depends on; tests hand in one that does not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  sleep(ms: number): Promise<void>
  /** At least 0, less than 1. */
  random(): number
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: async ms => {
    await wait(ms)
  },
  random: Math.random
}
