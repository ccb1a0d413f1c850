import { explanationOf } from '../explained.js'
import { copiesIn, findingsOf } from '../findings.js'
import type { InspectedLogin } from '../login.js'
import { deniedLane, sealedLane } from './attribute.js'
import { copyLane } from './copy.js'
import type { Lane } from './lane.js'

/** The way of each sensitive attribute and copied field through a login. */
export const lanesOf = (login: InspectedLogin): Lane[] => {
  const explanation = explanationOf(login)
  const copies = copiesIn(login)
  const facts = { findings: findingsOf(login, copies), copies }
  if (!explanation) return (login.source?.denyList ?? []).map(name => deniedLane(name, login, facts))
  return [
    ...explanation.sealings.map(sealing => sealedLane(sealing, login, { ...explanation, ...facts })),
    ...explanation.copyings.map(copying => copyLane(copying, login))
  ]
}
