/** Characters one metadata value takes in the profile. */
export const charsOf = (value: unknown = null): number => {
  if (value === null) return 0
  return typeof value === 'string' ? value.length : JSON.stringify(value).length
}

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
  const charsIn = (metadata: Readonly<Record<string, unknown>>) =>
    Object.keys(metadata)
      .filter(key => key.startsWith(`${container}_`))
      .reduce((sum, key) => sum + charsOf(metadata[key]), 0)
  let profile = appMetadata
  return {
    take(writes) {
      const next = { ...profile, ...writes }
      if (charsIn(next) > Math.max(charsIn(profile), maxChars)) return false
      profile = next
      return true
    }
  }
}
