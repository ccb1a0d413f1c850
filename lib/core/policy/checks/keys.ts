import { type Faults, fault } from '../faults.js'
import type { Policy, Slot } from '../types.js'
import { fixedSecrets } from './recipients.js'
import { checkName } from './slots.js'

/** One secret holds one kind of key: with two, somebody could make Auth0 seal to a key of their own kind. */
function* checkSecrets({ slots }: Policy): Faults {
  const modes = new Map<string, Slot['mode']>()
  for (const [name, { keys, mode }] of Object.entries(slots)) {
    const path = `slots.${name}.keys`
    if ((modes.get(keys) ?? mode) !== mode) yield fault(path, 'is the secret of a slot of the other mode too')
    if (fixedSecrets.includes(keys)) yield fault(path, 'is a secret for other keys')
    modes.set(keys, mode)
  }
}

/** Index names are keys in `app_metadata`, one attribute each, and only for values that cannot be guessed. */
function* checkIndexes({ container, slots }: Policy): Faults {
  const places = new Set<string>()
  for (const [slot, { attributes, keep }] of Object.entries(slots)) {
    for (const [position, { indexPlace, entropy }] of attributes.entries()) {
      if (!indexPlace) continue
      const path = `slots.${slot}.attributes[${position}].index`
      yield* checkName(path, indexPlace.slice(`${container}_index_`.length))
      if (entropy !== 'high')
        yield fault(path, "needs entropy: 'high': an index of few values is as good as the value")
      if (keep === 'login') yield fault(path, 'is for slots kept in the profile')
      if (places.has(indexPlace)) yield fault(path, 'is the index of another attribute too')
      places.add(indexPlace)
    }
  }
}

/** What keys slots and indexes are made with. */
export function* checkKeys(policy: Policy): Faults {
  yield* checkSecrets(policy)
  yield* checkIndexes(policy)
}
