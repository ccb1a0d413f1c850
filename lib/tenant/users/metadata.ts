/** Metadata after changes at its first level, where `null` removes a key: how Auth0 merges wherever it does. */
export const mergeMetadata = <T>(
  stored: Readonly<Record<string, T>> = {},
  changes: Readonly<Record<string, T | null>> = {}
): Record<string, T> => {
  const isKept = (entry: [string, T | null]): entry is [string, T] => entry[1] !== null
  return Object.fromEntries(Object.entries({ ...stored, ...changes }).filter(isKept))
}
