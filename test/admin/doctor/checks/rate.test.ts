import { expect, it } from 'vitest'
import { findingsWith } from '../healthy.js'

it.each([
  [2_000_000, 50, '3 days'],
  [100_000, 2, '28 hours'],
  [20_000, 40, '101 minutes'],
  [1_000_000, 500, '67 minutes']
])('D14 says what %d users at a burst of %d take: %s', (users, limit, time) => {
  expect(findingsWith({ rate: { users, limit } })).toMatchObject([
    { id: 'D14', level: 'info', what: expect.stringContaining(time) }
  ])
})

it.each([[{ users: 3600, limit: 2 }], [{ users: 10_000_000 }]])('D14 is none of %j', rate => {
  expect(findingsWith({ rate })).toEqual([])
})
