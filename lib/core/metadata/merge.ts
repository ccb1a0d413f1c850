/**
 * Metadata after changes at its first level, where `null` removes a key: how Auth0 merges wherever it does. What is not
 * changed stays as it is stored.
 */
export const mergeMetadata = <T>(
  stored: Readonly<Record<string, T>> = {},
  changes: Readonly<Record<string, T | null>> = {}
): Record<string, T> => {
  const isKept = (entry: [string, T | null]): entry is [string, T] => changes[entry[0]] !== null
  return Object.fromEntries(Object.entries({ ...stored, ...changes }).filter(isKept))
}
