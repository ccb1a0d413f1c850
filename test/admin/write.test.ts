import { describe, expect, it } from 'vitest'
import { TenantError } from '../../lib/admin/tenant-error.js'
import { writeOnce } from '../../lib/admin/write.js'
import { jumpingClock } from './clock.js'

const failure = (status?: number, retryAtMs?: number) =>
  new TenantError('PATCH /x: failed', {
    ...(status !== undefined && { status }),
    ...(retryAtMs !== undefined && { retryAtMs })
  })

/** Sends with these failures, one after the other; then it is done. */
const write = async (failures: TenantError[], isDone = false) => {
  const clock = jumpingClock()
  let sent = 0
  const outcome = await writeOnce(
    { what: 'PATCH /x', scopes: [] },
    async () => {
      const error = failures[sent]
      sent += 1
      if (error) throw error
    },
    { clock, isDone: async () => isDone }
  ).then(
    () => 'done',
    error => error.status ?? 'no answer'
  )
  return { outcome, sent, waits: clock.waits }
}

describe('a write', () => {
  it('waits for a rate limit, until it is reset, and is sent again', async () => {
    const reset = jumpingClock().now() + 20_000
    expect(await write([failure(429, reset), failure(429)])).toEqual({
      outcome: 'done',
      sent: 3,
      waits: [20_000, 1000]
    })
  })

  it('gives up on a limit after five tries, and waits for none longer than a minute', async () => {
    const far = jumpingClock().now() + 600_000
    const { outcome, sent, waits } = await write(Array(9).fill(failure(429, far)))
    expect({ outcome, sent }).toEqual({ outcome: 429, sent: 5 })
    expect(Math.max(...waits)).toBe(60_000)
  })

  it.each([[undefined], [408], [500], [503]])(
    'that came to no answer (%s) counts as done where it is',
    async status => {
      expect(await write([failure(status)], true)).toMatchObject({ outcome: 'done', sent: 1 })
      expect(await write([failure(status)], false)).toMatchObject({ outcome: status ?? 'no answer', sent: 1 })
    }
  )

  it.each([400, 401, 403, 404, 409])(
    'that was refused with %i was not done, whatever stands there',
    async status => {
      expect(await write([failure(status)], true)).toEqual({ outcome: status, sent: 1, waits: [] })
    }
  )
})
