import type { Binding } from '../bindings.js'
import type { Place } from './wanted.js'

/** An Action at its place among the bindings of a trigger. */
export interface BoundPlace {
  name: string
  /** As it is bound now; absent for one that is added. */
  binding?: Binding
  is: 'kept' | 'moved' | 'added'
}

export interface Merged {
  after: BoundPlace[]
  /** Ours that the policy has no more. */
  removed: Binding[]
}

/**
 * Bindings as they are, but those with these names in their order, in the places that they hold together; one of them that is not
 * bound yet comes behind the one before it.
 */
export const inOrder = (bindings: readonly Binding[], named: readonly string[]): BoundPlace[] => {
  const waiting = named.flatMap(name => bindings.find(({ actionName }) => actionName === name) ?? [])
  const line: BoundPlace[] = bindings.map(bound => {
    const binding = named.includes(bound.actionName) ? (waiting.shift() ?? bound) : bound
    return { name: binding.actionName, binding, is: binding === bound ? 'kept' : 'moved' }
  })
  let at = 0
  for (const name of named) {
    const found = line.findIndex(place => place.name === name)
    if (found < 0) line.splice(at, 0, { name, is: 'added' })
    at = found < 0 ? at + 1 : found + 1
  }
  return line
}

/**
 * Puts ours where the policy has them, relative to the Actions of the tenant that it names: between two of those, sealing as early
 * as can be, release as late as can be, and any other where it is, or else as early as can be. Bindings of others stay, in their
 * order.
 *
 * @param order of the policy; without an Action of the tenant in it, sealing is first and release last
 * @param retired names of ours that the policy has no more: their bindings go
 */
export const mergeBindings = (
  current: readonly Binding[],
  order: readonly Place[],
  retired: readonly string[] = []
): Merged => {
  const built = new Set(order.filter(({ kind }) => kind !== 'deployed').map(({ name }) => name))
  const isOther = ({ actionName }: Binding) => !built.has(actionName) && !retired.includes(actionName)
  const named = order.filter(({ kind }) => kind === 'deployed').map(({ name }) => name)
  const line = inOrder(current.filter(isOther), named)
  const placeOf = (name: string | undefined) => line.findIndex(place => place.name === name)

  const inserted: (BoundPlace & { at: number })[] = []
  let from = 0
  for (const [index, { kind, name }] of order.entries()) {
    if (kind === 'deployed') {
      from = Math.max(from, placeOf(name) + 1)
      continue
    }
    const next = order.slice(index).find(place => place.kind === 'deployed')
    const to = Math.max(from, next ? placeOf(next.name) : line.length)
    const binding = current.find(({ actionName }) => actionName === name)
    const was = binding && current.slice(0, current.indexOf(binding)).filter(isOther).length
    const stays = was === undefined ? from : Math.min(Math.max(was, from), to)
    const at = name === 'seal-attributes' ? from : name === 'release-attributes' ? to : stays
    inserted.push({
      name,
      at,
      ...(binding && { binding }),
      is: !binding ? 'added' : was === at ? 'kept' : 'moved'
    })
    from = at
  }
  const after = [...line, undefined].flatMap((place, index) => [
    ...inserted.filter(({ at }) => at === index).map(({ at, ...rest }) => rest),
    ...(place ? [place] : [])
  ])
  return { after, removed: current.filter(({ actionName }) => retired.includes(actionName)) }
}

/** Whether there is anything to write. */
export const isMerged = (current: readonly Binding[], { after }: Merged): boolean =>
  after.length === current.length && after.every(({ binding }, index) => binding?.id === current[index]?.id)
