import { type Lane, type Passage, type StationName, stationNames } from './lane.js'

/** What one station of a lane says in one login and in another. */
export interface Change {
  name: string
  station: StationName
  before: string
  after: string
}

const nothing = 'the policy had no such lane'

/** What was sent is part of what is said; a sealed value is other bits each time. */
const textOf = ({ text, value }: Passage, station: StationName): string =>
  value === undefined || station !== 'sent' ? text : `${text}: ${JSON.stringify(value)}`

const saidAt = (lane: Lane | undefined, station: StationName): string =>
  lane ? lane.stations[station].map(passage => textOf(passage, station)).join('; ') : nothing

/** What is different between two logins, lane by lane and from left to right. */
export const changesBetween = (before: readonly Lane[], after: readonly Lane[]): Change[] => {
  const keyOf = ({ kind, slot = '', name }: Lane): string => `${kind} ${slot} ${name}`
  const [old, young] = [before, after].map(lanes => new Map(lanes.map(lane => [keyOf(lane), lane])))
  const keys = new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])])
  return [...keys].flatMap(key => {
    const [one, other] = [old?.get(key), young?.get(key)]
    return stationNames
      .map(station => ({
        name: one?.name ?? other?.name ?? '',
        station,
        before: saidAt(one, station),
        after: saidAt(other, station)
      }))
      .filter(({ before, after }) => before !== after)
  })
}
