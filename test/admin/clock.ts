import type { Clock } from '../../lib/admin/clock.js'

/** A clock that jumps where others wait, and notes how far. */
export const jumpingClock = ({
  random = 0.5,
  start = Date.UTC(2026, 10, 28)
} = {}): Clock & {
  waits: number[]
} => {
  const waits: number[] = []
  return {
    waits,
    now: () => start + waits.reduce((sum, ms) => sum + ms, 0),
    async sleep(ms) {
      waits.push(ms)
    },
    random: () => random
  }
}
