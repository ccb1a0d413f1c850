import { afterEach, expect, it, vi } from 'vitest'
import { createSealer } from '../lib/index.js'
import { nowMs } from './fixtures/clock.js'
import { secrets, tenantId, userId } from './fixtures/event.js'

const place = { user: userId, slot: 'own' }

afterEach(() => void vi.useRealTimers())

it('seals at the time of each call, by the clock of the machine', () => {
  const sealer = createSealer(secrets.A0SEAL_KEYS, { tenant: tenantId })
  for (const now of [nowMs, nowMs + 60_000]) {
    vi.useFakeTimers({ now, toFake: ['Date'] })
    expect(sealer.open(sealer.seal({}, place), place).changedAt).toEqual(new Date(now))
  }
})

it('takes another clock', () => {
  const sealer = createSealer(secrets.A0SEAL_KEYS, { tenant: tenantId, now: () => nowMs + 999 })
  expect(sealer.open(sealer.seal({}, place), place).changedAt).toEqual(new Date(nowMs))
})

it.each([undefined, null, {}])('says that there is no tenant where its options are %j', options => {
  expect(() => createSealer(secrets.A0SEAL_KEYS, options as never)).toThrow(
    /^ERR_EVENT: tenant must be a text$/
  )
})
