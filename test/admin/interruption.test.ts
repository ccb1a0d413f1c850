import { describe, expect, it } from 'vitest'
import { createInterruption, Interrupted } from '../../lib/admin/interruption.js'
import { TenantError } from '../../lib/admin/tenant-error.js'
import { writeOnce } from '../../lib/admin/write.js'
import { jumpingClock } from './clock.js'

const stage = () => {
  const controller = new AbortController()
  return { ask: () => controller.abort(), interruption: createInterruption(controller.signal) }
}

describe('an interruption', () => {
  it('aborts with an error of its own, also where it was asked for before', () => {
    const { ask, interruption } = stage()
    expect(interruption.signal.aborted).toBe(false)
    ask()
    expect(interruption.signal.reason).toBeInstanceOf(Interrupted)
    expect(createInterruption(AbortSignal.abort()).signal.reason).toBeInstanceOf(Interrupted)
  })

  it('comes behind what may not end halfway, also where that fails', async () => {
    for (const fails of [false, true]) {
      const { ask, interruption } = stage()
      const finished = interruption.finish(async () => {
        ask()
        expect(await interruption.finish(async () => interruption.signal.aborted)).toBe(false)
        expect(interruption.signal.aborted).toBe(false)
        if (fails) throw new Error('x')
      })
      await finished.catch(() => undefined)
      expect(interruption.signal.aborted).toBe(true)
    }
  })
})

describe('a write that is interrupted', () => {
  const call = { what: 'PATCH /x', scopes: [] }

  it('is looked at where its answer tells nothing', async () => {
    const { ask, interruption } = stage()
    const send = () => {
      ask()
      return Promise.reject(new Error('cut'))
    }
    const isDone = async () => !interruption.signal.aborted
    await writeOnce(call, send, { clock: jumpingClock(), interruption, isDone })
    expect(interruption.signal.aborted).toBe(true)
  })

  it('is not sent again where it waits for a rate limit', async () => {
    const { ask, interruption } = stage()
    let sent = 0
    const limited = async () => {
      sent += 1
      throw new TenantError('PATCH /x: 429', { status: 429 })
    }
    const clock = { ...jumpingClock(), sleep: async () => ask() }
    await expect(
      writeOnce(call, limited, { clock, interruption, isDone: async () => false })
    ).rejects.toBeInstanceOf(Interrupted)
    expect(sent).toBe(1)
  })
})
