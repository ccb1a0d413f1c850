import { isPlainObject } from '../../auth0/json.js'
import type { Policy } from '../../policy/types.js'
import { spellingsOf } from '../seal/brought.js'

/** What the policy seals, and a stored profile has in clear. */
export interface InClear {
  slot: string
  /** As the policy names it. */
  name: string
  /** Where it is, such as `gender` or `user_metadata.national_id`. */
  path: string
  /** Of these only, by name or strategy, where the policy says so. */
  connections?: readonly string[] | undefined
}

type StoredUser = Readonly<Record<string, unknown>>

const has = (object: unknown, name: string): boolean =>
  isPlainObject(object) && Object.hasOwn(object, name) && object[name] != null

/**
 * The sensitive attributes and fields that a stored profile has in clear: at its root, in an identity's `profileData`, and in
 * metadata. Names, never values.
 */
export const storedInClear = ({ slots }: Pick<Policy, 'slots'>, user: StoredUser): InClear[] => {
  const identities = Array.isArray(user.identities) ? user.identities : []
  return Object.entries(slots).flatMap(([slot, { attributes, userMetadata }]) => [
    ...attributes.flatMap(attribute => {
      const spellings = [...new Set(spellingsOf(attribute))]
      const isIn = (object: unknown) => spellings.filter(name => has(object, name))
      const paths = [
        ...isIn(user),
        ...identities.flatMap((identity, index) =>
          isPlainObject(identity)
            ? isIn(identity.profileData).map(name => `identities[${index}].profileData.${name}`)
            : []
        )
      ]
      const { name, connections } = attribute
      return paths.map(path => ({ slot, name, path, connections }))
    }),
    ...userMetadata
      .filter(({ name }) => has(user.user_metadata, name))
      .map(({ name }) => ({ slot, name, path: `user_metadata.${name}` }))
  ])
}
