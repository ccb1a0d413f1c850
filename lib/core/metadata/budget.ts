import type { Policy, Slot } from '../policy/types.js'
import { lostKey, sealedKey } from './names.js'

/** What users fill has this much together, characters: apart, so that nobody can keep an attribute from being sealed. */
export const userSlotsMaxChars = 2_400

/** Characters one metadata value takes in the profile. */
export const charsOf = (value: unknown): number =>
  typeof value === 'string' ? value.length : value ? JSON.stringify(value).length : 0

type Metadata = Readonly<Record<string, unknown>>

interface SizePolicy extends Pick<Policy, 'container' | 'limits'> {
  slots: Readonly<Record<string, Pick<Slot, 'userMetadata'>>>
}

/** Where the slots that users fill are kept, lost values too. */
const userKeys = ({ container, slots }: SizePolicy): Set<string> =>
  new Set(
    Object.entries(slots)
      .filter(([, { userMetadata }]) => userMetadata.length > 0)
      .flatMap(([slot]) => [sealedKey(container, slot), lostKey(container, slot)])
  )

/**
 * Tells whether a profile has room for a set of writes: Auth0 limits all of it to 10 KB. What makes its sealed values
 * smaller, or leaves them as large as they are, always fits.
 *
 * @param appMetadata as stored, or planned; its keys that start with `<container>_` are counted
 */
export const hasRoom = (appMetadata: Metadata, writes: Metadata, policy: SizePolicy): boolean => {
  const ofUsers = userKeys(policy)
  const charsIn = (metadata: Metadata) => {
    const chars = { users: 0, others: 0 }
    for (const key of Object.keys(metadata))
      if (key.startsWith(`${policy.container}_`))
        chars[ofUsers.has(key) ? 'users' : 'others'] += charsOf(metadata[key])
    return chars
  }
  const [before, after] = [charsIn(appMetadata), charsIn({ ...appMetadata, ...writes })]
  const isNoLarger = after.users + after.others <= before.users + before.others
  const isWithin =
    after.users <= Math.max(before.users, userSlotsMaxChars) &&
    after.others <= Math.max(before.others, policy.limits.profileMaxChars)
  return isNoLarger || isWithin
}
