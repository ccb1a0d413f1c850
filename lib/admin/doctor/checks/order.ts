import type { TriggerId } from '../../../core/auth0/triggers.js'
import type { Place } from '../../deploy/wanted.js'
import { maySuspend } from '../code.js'
import { docs } from '../docs.js'
import { type ActionsRead, runningAt } from '../facts.js'
import type { Found } from '../finding.js'
import { row } from '../row.js'
import { deployCommand, type Wanted } from '../wanted.js'

const seal = 'seal-attributes'
const release = 'release-attributes'

const namesAt = ({ bindings }: ActionsRead, trigger: TriggerId): string[] =>
  (bindings[trigger] ?? []).map(({ actionName }) => actionName)

/** Those of the policy that are bound: as they stand, and as they should. Where others stand among them is not its matter. */
const misplaced = (actions: ActionsRead, trigger: TriggerId, order: readonly Place[]) => {
  const all = namesAt(actions, trigger)
  const wanted = order.map(({ name }) => name).filter(name => all.includes(name))
  const bound = all.filter(name => wanted.includes(name))
  return bound.join() === wanted.join() ? undefined : { bound, wanted }
}

const orderFaults = (actions: ActionsRead, wanted: Wanted): Found[] =>
  (Object.entries(wanted.order) as [TriggerId, readonly Place[]][]).flatMap(([trigger, order]) => {
    const found = misplaced(actions, trigger, order)
    if (!found) return []
    return [
      {
        subject: trigger,
        what: `${trigger} runs ${found.bound.join(', ')}; by the policy it is ${found.wanted.join(', ')}`,
        fix: deployCommand(wanted)
      }
    ]
  })

const absentOthers = (actions: ActionsRead, { order }: Wanted): Found[] =>
  (Object.entries(order) as [TriggerId, readonly Place[]][]).flatMap(([trigger, places]) =>
    places
      .filter(({ kind, name }) => kind === 'deployed' && !namesAt(actions, trigger).includes(name))
      .map(({ name }) => ({
        subject: `${trigger} ${name}`,
        what: `${name} stands in the policy's triggers, and is not bound to ${trigger}`,
        fix: `Bind ${name} to ${trigger} in the tenant, or take it out of the policy.`
      }))
  )

/** What would interrupt the login in the wrong place: behind the release, or before anything was sealed. */
const suspensions = (actions: ActionsRead, wanted: Wanted): Found[] => {
  const running = runningAt(actions, 'post-login')
  const at = (name: string) => running.findIndex(action => action.name === name)
  const isListed = (name: string) => wanted.order['post-login']?.some(place => place.name === name)
  return running.flatMap(({ name, version }, index) => {
    if (name === seal || name === release || !maySuspend(version.code)) return []
    const isBehind = at(release) >= 0 && index > at(release)
    const isBefore = index < at(seal)
    if (!isBehind && !isBefore) return []
    const other = isBehind ? release : seal
    const consequence = isBehind
      ? 'claims are set before the user comes back'
      : 'what the login brought is not there any more when the user comes back'
    const place = isBehind ? `before ${release}` : `behind ${seal}`
    return [
      {
        subject: `${name} ${other}`,
        what: `${name} may redirect or challenge ${isBehind ? 'behind' : 'before'} ${other}: ${consequence}`,
        fix: isListed(name)
          ? `Put ${name} ${place} in the policy's triggers, and deploy.`
          : deployCommand(wanted)
      }
    ]
  })
}

export const order = row({
  id: 'D03',
  level: 'error',
  title:
    'order: a redirect or challenge behind `release-attributes`, release before seal, or not the `triggers` of the policy',
  needs: ['actions'],
  why:
    'Actions of a trigger run in the order of their bindings, and after a redirect ' +
    'or a challenge the rest of them run on the stored profile.',
  doc: docs.redirect,
  find: ({ actions }, wanted) => [
    ...orderFaults(actions, wanted),
    ...absentOthers(actions, wanted),
    ...suspensions(actions, wanted)
  ]
})
