import { afterEach, describe, expect, it, vi } from 'vitest'
import { startDeadline, timeoutMessage } from '../../lib/runtime/deadline.js'

const never = new Promise<never>(() => undefined)
afterEach(() => vi.useRealTimers())

describe('a deadline', () => {
  it('has passed once its timer ended a work, though the clock stands a little before the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const deadline = startDeadline(1000)
    const work = deadline.race(never)
    vi.advanceTimersByTime(1000) // of the timers only: `performance.now` has hardly moved
    await expect(work).rejects.toThrow(timeoutMessage)
    expect(deadline.passed).toBe(true)
  })

  it('has passed for work that never let the timer fire', async () => {
    const deadline = startDeadline(5)
    const end = performance.now() + 6
    while (performance.now() < end);
    await expect(deadline.race(Promise.resolve('done'))).rejects.toThrow(timeoutMessage)
    expect(deadline.passed).toBe(true)
    deadline.clear()
  })

  it('lets work through in its time', async () => {
    const deadline = startDeadline(60_000)
    await expect(deadline.race(Promise.resolve('done'))).resolves.toBe('done')
    expect(deadline.passed).toBe(false)
    deadline.clear()
  })
})
