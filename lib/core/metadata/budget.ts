import type { Policy } from '../policy/types.js'

/** Characters one metadata value takes in the profile. */
export const charsOf = (value: unknown): number =>
  typeof value === 'string' ? value.length : value ? JSON.stringify(value).length : 0

/**
 * Tells whether a profile has room for a set of writes: Auth0 limits all of it to 10 KB. What makes its sealed values
 * smaller, or leaves them as large as they are, always fits.
 *
 * @param appMetadata as stored, or planned; its keys that start with `<container>_` are counted
 */
export const hasRoom = (
  appMetadata: Readonly<Record<string, unknown>>,
  writes: Readonly<Record<string, unknown>>,
  { container, limits }: Pick<Policy, 'container' | 'limits'>
): boolean => {
  const charsIn = (metadata: Readonly<Record<string, unknown>>) =>
    Object.keys(metadata).reduce(
      (sum, key) => (key.startsWith(`${container}_`) ? sum + charsOf(metadata[key]) : sum),
      0
    )
  return charsIn({ ...appMetadata, ...writes }) <= Math.max(charsIn(appMetadata), limits.profileMaxChars)
}
