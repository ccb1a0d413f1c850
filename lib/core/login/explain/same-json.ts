/**
 * Whether two values are the same JSON, whatever the order of their members. For values that anybody wrote: unlike a text of
 * them it is not stopped by depth, or by what no text can say.
 */
export const isSameJson = (one: unknown, other: unknown): boolean => {
  const pairs: [unknown, unknown][] = [[one, other]]
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [a, b] = pair
    if (a === b) continue
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
    const members = Object.entries(a)
    if (Array.isArray(a) !== Array.isArray(b) || members.length !== Object.keys(b).length) return false
    for (const [name, member] of members) {
      if (!Object.hasOwn(b, name)) return false
      pairs.push([member, (b as Record<string, unknown>)[name]])
    }
  }
  return true
}
