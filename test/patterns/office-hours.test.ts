import { expect, it } from 'vitest'
import { postLoginEvent, runAction } from '../../lib/testing/index.js'

const login = (now: string, office_hours = 'true') =>
  runAction('test/patterns/actions/office-hours.cjs', {
    event: postLoginEvent({ client: { metadata: { office_hours } } }),
    now
  })

it('is open on Fridays and closed on Saturdays', async () => {
  expect((await login('2026-01-02T23:59:00Z')).outcome.type).toBe('completed')
  expect((await login('2026-01-03T00:01:00Z')).denied).toEqual({
    reason: 'The back office is open on weekdays.'
  })
})

it('leaves other applications alone', async () => {
  expect((await login('2026-01-03T00:01:00Z', 'false')).outcome.type).toBe('completed')
})
