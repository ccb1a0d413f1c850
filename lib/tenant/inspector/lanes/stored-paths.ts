import type { Json } from '../../../core/auth0/json.js'

/** Characters above which a text that is found again is no accident. */
const tellingChars = 3

/** Where a text that was sent is in a stored profile as it is, whoever put it there. */
export const pathsOf = (text: Json | undefined, stored: Json | undefined, path = ''): string[] => {
  if (typeof text !== 'string' || text.length <= tellingChars) return []
  if (typeof stored === 'string') return stored.includes(text) ? [path] : []
  if (typeof stored !== 'object' || stored === null) return []
  const isList = Array.isArray(stored)
  const step = (name: string) => (isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`)
  return Object.entries(stored).flatMap(([name, member]) => pathsOf(text, member, step(name)))
}
