import type { Policy } from './types.js'

const otherConnections = ({ slots }: Pick<Policy, 'slots'>): string[] =>
  Object.entries(slots).flatMap(([slot, { attributes }]) => {
    const named = new Map<string, string[]>()
    for (const { name, connections } of attributes) {
      const list = connections?.join(', ')
      if (list !== undefined) named.set(list, [...(named.get(list) ?? []), `"${name}"`])
    }
    return [...named].map(
      ([list, names]) =>
        `WARN_OTHER_CONNECTIONS slots.${slot}.attributes: what a connection other than ${list} sends as ${names.join(' or ')} ` +
        'is stored in clear: neither denied nor sealed'
    )
  })

/** What stands before it may take long, or send the user away: nothing is brought by the login then any more. */
const sealingLate = ({ triggers }: Pick<Policy, 'triggers'>): string[] => {
  const at = triggers?.['post-login']?.findIndex(({ name }) => name === 'seal-attributes') ?? -1
  if (at <= 0) return []
  return [
    `WARN_SEAL_NOT_FIRST triggers.post-login[${at}]: seal-attributes is not the first Action: after a redirect, a challenge or ` +
      'a minute, what the identity provider sent is not sealed in this login'
  ]
}

/**
 * What is right in a policy and may not be what its author thinks: lines that start with a code that never changes, and name
 * the path. Names come from the policy.
 */
export const warningsOf = (policy: Pick<Policy, 'slots' | 'triggers'>): string[] => [
  ...otherConnections(policy),
  ...sealingLate(policy)
]
