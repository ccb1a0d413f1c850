/** The top-level key of a slot in `app_metadata`, or in transaction metadata: one per slot, since Auth0 merges no deeper. */
export const sealedKey = (container: string, slot: string): string => `${container}_${slot}`

/** Where a blind index is kept. */
export const indexKey = (container: string, name: string): string => `${container}_index_${name}`

/** Where a value that no key opens is kept aside. */
export const lostKey = (container: string, slot: string): string => `${container}_lost_${slot}`
