import { explanationOf } from '../explained.js'
import type { InspectedLogin } from '../login.js'
import { deniedLane, sealedLane } from './attribute.js'
import { copyLane } from './copy.js'
import type { Lane } from './lane.js'

/** The way of each sensitive attribute and copied field through a login. */
export const lanesOf = (login: InspectedLogin): Lane[] => {
  const explanation = explanationOf(login)
  if (!explanation) return (login.source?.denyList ?? []).map(name => deniedLane(name, login))
  return [
    ...explanation.sealings.map(sealing => sealedLane(sealing, login, explanation)),
    ...explanation.copyings.map(copying => copyLane(copying, login))
  ]
}
