/** Characters one metadata value takes in the profile. */
export const charsOf = (value: unknown): number =>
  typeof value === 'string'
    ? value.length
    : value === undefined || value === null
      ? 0
      : JSON.stringify(value).length

/** Tells whether a profile has room: Auth0 limits all of it to 10 KB. */
export interface Budget {
  /**
   * Counts one set of writes, unless it would make the sealed values of this profile larger than allowed. What makes
   * them smaller, or leaves them as large as they are, always fits.
   */
  take(writes: Record<string, unknown>): boolean
}

/** @param appMetadata as stored; its keys that start with `<container>_` are counted */
export const createBudget = (
  appMetadata: Readonly<Record<string, unknown>>,
  { container, maxChars }: { container: string; maxChars: number }
): Budget => {
  const sizes = new Map<string, number>()
  for (const key of Object.keys(appMetadata)) {
    if (key.startsWith(`${container}_`)) sizes.set(key, charsOf(appMetadata[key]))
  }
  let total = 0
  for (const size of sizes.values()) total += size
  return {
    take(writes) {
      let growth = 0
      for (const key of Object.keys(writes)) growth += charsOf(writes[key]) - (sizes.get(key) ?? 0)
      if (growth > 0 && total + growth > maxChars) return false
      total += growth
      for (const key of Object.keys(writes)) sizes.set(key, charsOf(writes[key]))
      return true
    }
  }
}
