import type { Policy } from './types.js'

/**
 * What is right in a policy and may not be what its author thinks: lines that start with a code that never changes, and name
 * the path. Names come from the policy.
 */
export const warningsOf = ({ slots }: Pick<Policy, 'slots'>): string[] =>
  Object.entries(slots).flatMap(([slot, { attributes }]) =>
    attributes.flatMap(({ name, connections }, position) => {
      if (!connections) return []
      const path = `slots.${slot}.attributes[${position}]`
      return [
        `WARN_OTHER_CONNECTIONS ${path}: where a connection other than ${connections.join(', ')} sends "${name}", it is ` +
          'stored in clear: neither denied nor sealed'
      ]
    })
  )
