import { type Faults, fault } from '../faults.js'
import { own } from '../own.js'
import type { CopyInput, Policy } from '../types.js'
import { checkClaim, checkUserMadeClaim } from './claims.js'
import { checkField } from './slots.js'

/** What of `user_metadata` may be copied, and to which claims. */
export function* checkCopy(
  { copy, slots, namespace }: Policy,
  inputs: Readonly<Record<string, CopyInput>> = {}
): Faults {
  const sealed = new Set(
    Object.values(slots).flatMap(({ userMetadata }) => userMetadata.map(({ name }) => name))
  )
  for (const [field, { claim }] of Object.entries(copy)) {
    const path = `copy.${field}`
    const [first = '', ...rest] = field.split('.')
    for (const part of new Set([first, ...rest])) yield* checkField(path, part)
    if (sealed.has(first)) yield fault(path, 'is sealed by a slot: it would be copied in clear')
    yield* checkClaim(path, claim)
    const entry = own(inputs, field)
    const userControlled = typeof entry === 'object' ? entry.userControlled : undefined
    yield* checkUserMadeClaim(path, claim, { namespace, userControlled })
  }
}
