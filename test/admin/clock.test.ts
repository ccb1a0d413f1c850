import { expect, it } from 'vitest'
import { systemClock } from '../../lib/admin/clock.js'
import { createInterruption, Interrupted } from '../../lib/admin/interruption.js'

it('a wait that is interrupted ends at once, as interrupted', async () => {
  const asked = new AbortController()
  const { signal } = createInterruption(asked.signal)
  const waiting = systemClock.sleep(60_000, signal)
  asked.abort()
  await expect(waiting).rejects.toBeInstanceOf(Interrupted)
  await expect(systemClock.sleep(60_000, signal)).rejects.toBeInstanceOf(Interrupted)
})
