import { docs } from '../docs.js'
import { row } from '../row.js'

/** Users a second, by what a plan lets through at once when users are read: a user costs a read and a write. */
const documentedRates: ReadonlyMap<number, number> = new Map([
  [2, 1], // free
  [10, 1], // Enterprise, not for production
  [40, 3.3], // Essentials, Professional
  [50, 8] // Enterprise
])

const longSeconds = 3600
const units: readonly [seconds: number, name: string][] = [
  [86_400, 'days'],
  [3_600, 'hours']
]

const describeSeconds = (seconds: number): string => {
  const [length, unit] = units.find(([length]) => seconds >= 2 * length) ?? [60, 'minutes']
  return `${Math.round(seconds / length)} ${unit}`
}

export const rate = row({
  id: 'D14',
  level: 'info',
  title: 'what sealing all users anew would take, where that is more than an hour',
  needs: ['rate'],
  why: 'How many requests a tenant takes in a second depends on its plan, and logins draw on the same limits.',
  doc: docs.rates,
  find({ rate: { users, limit } }) {
    if (limit === undefined) return []
    const perSecond = documentedRates.get(limit) ?? limit / 2
    const seconds = users / perSecond
    if (seconds <= longSeconds) return []
    const time = describeSeconds(seconds)
    return [
      {
        subject: 'users',
        what: `${users} users at about ${perSecond} a second (a burst of ${limit}): to seal all anew would take about ${time}`,
        fix: 'Leave it to logins, which renew by themselves: there is no command that does it without them.'
      }
    ]
  }
})
