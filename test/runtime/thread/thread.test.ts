import { expect, it } from 'vitest'
import { startThread } from '../../../lib/runtime/thread/thread.js'
import { event } from '../pipeline.js'

it('rejects runs where the worker cannot start, for that is no fault of an Action', async () => {
  const thread = startThread('/no/such/worker.js', { kind: 'Actions', timeoutMs: 1000 })
  await expect(thread.run({ trigger: 'post-login', actions: [], event })).rejects.toThrow('worker.js')
  expect(thread.isOpen).toBe(false)
})
