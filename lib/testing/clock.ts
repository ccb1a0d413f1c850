/** The instant at which the fixtures take place, and at which a run stands still unless it is told otherwise. */
export const fixtureTime = '2026-01-01T12:00:00.000Z'

/** An ISO time so many minutes from the instant of the fixtures. */
export const minutesFrom = (minutes: number): string =>
  new Date(Date.parse(fixtureTime) + minutes * 60_000).toISOString()
