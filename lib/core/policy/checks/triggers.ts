import { actionsPerTrigger } from '../../auth0/limits.js'
import { type TriggerId, triggerIds } from '../../auth0/triggers.js'
import { type Faults, fault } from '../faults.js'
import type { ListedAction } from '../triggers/lists.js'
import { actionsInOrder, type OrderedAction, ourActions } from '../triggers/order.js'
import type { Policy } from '../types.js'

function* checkName({ path, kind, name }: OrderedAction): Faults {
  if (kind !== 'own') return
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
    yield fault(`${path}.name`, 'must be letters, digits, _ and -, at most 64: the file has no such name')
  if (name === '__proto__')
    yield fault(`${path}.name`, '__proto__ is a name that no object keeps as a member: give it another')
  if (ourActions.some(ours => ours.name === name))
    yield fault(`${path}.name`, `${name} is a name of ours: give it another`)
}

/** A name is there once, and that of a folder, where `A` and `a` may be the same. */
function* checkNames(policy: Policy): Faults {
  const known = new Map<string, OrderedAction>()
  for (const action of actionsInOrder(policy)) {
    yield* checkName(action)
    const key = action.name.toLowerCase()
    const other = known.get(key)
    known.set(key, action)
    if (!other) continue
    const written = [action, other].filter(({ path }) => path !== undefined)
    // Beside one that stands there by default, a name of ours is said to be wrong by other checks, but for this kind.
    if (written.length === 2 || written[0]?.kind === 'deployed')
      yield fault(
        written[0]?.path ?? '',
        `${action.name} is the name of another Action too: name: '…' gives it one of its own`
      )
  }
}

/** Ours stand where they work, and none that this policy needs is missing. */
function* checkOurs(policy: Policy, trigger: TriggerId, list: readonly ListedAction[]): Faults {
  const path = `triggers.${trigger}`
  for (const ours of ourActions) {
    const at = list.findIndex(({ name, kind }) => kind === 'ours' && name === ours.name)
    if (at >= 0 && ours.trigger !== trigger)
      yield fault(`${path}[${at}]`, `${ours.name} is for ${ours.trigger}`)
    else if (at >= 0 && !ours.isNeeded(policy))
      yield fault(`${path}[${at}]`, `${ours.name} has nothing to do under this policy, and is not built`)
    const isListed = list.some(({ name, kind }) => name === ours.name && kind !== 'own')
    if (ours.trigger === trigger && ours.isNeeded(policy) && !isListed)
      yield fault(path, `leaves out ${ours.name}, which this policy needs`)
  }
}

/** What seals sees what this login brought; what releases hands it on. */
function* checkOrder(path: string, list: readonly ListedAction[]): Faults {
  const indexOf = (action: string) => list.findIndex(({ name }) => name === action)
  const released = indexOf('release-attributes')
  if (released >= 0 && indexOf('seal-attributes') > released)
    yield fault(`${path}[${released}]`, 'release-attributes must stand after seal-attributes')
}

/** Finds what is wrong with the lists of the triggers. */
export function* checkTriggers(policy: Policy): Faults {
  yield* checkNames(policy)
  for (const trigger of triggerIds) {
    const list = policy.triggers?.[trigger]
    if (!list) continue
    const path = `triggers.${trigger}`
    yield* checkOurs(policy, trigger, list)
    yield* checkOrder(path, list)
    if (list.length > actionsPerTrigger)
      yield fault(path, `has ${list.length} Actions: Auth0 binds ${actionsPerTrigger} at most`)
  }
}
