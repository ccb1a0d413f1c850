import type { Json } from '../../../core/auth0/json.js'

/** JSON as the source of a module: there, `"__proto__"` would be no member. */
export const literal = (value: Json): string =>
  JSON.stringify(value, null, 2).replace(/^(\s*)"__proto__":/gm, '$1["__proto__"]:')

const sealedText = /^[\w-]+(\.[\w-]*){4}$/

/**
 * A value as a test compares it: what is sealed, and what is beside that, is other bits each time.
 *
 * @param prefix of the names under which all texts are ours, such as tags and indexes
 */
export const masked = (value: Json, prefix?: string, isOurs = false): Json => {
  if (typeof value === 'string') return sealedText.test(value) ? '[sealed]' : isOurs ? '[ours]' : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => masked(item, prefix, isOurs))
  const members = Object.entries(value).map(([name, member]) => {
    const isNamedSo = prefix !== undefined && name.startsWith(prefix)
    return [name, masked(member, prefix, isOurs || isNamedSo)] as const
  })
  return Object.fromEntries(members)
}

/** The same as `masked`, as the source of a file. */
export const maskedSource = `const masked = (value, prefix, isOurs = false) => {
  if (typeof value === 'string') return ${sealedText}.test(value) ? '[sealed]' : isOurs ? '[ours]' : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => masked(item, prefix, isOurs))
  const members = Object.entries(value).map(([name, member]) => {
    const isNamedSo = prefix !== undefined && name.startsWith(prefix)
    return [name, masked(member, prefix, isOurs || isNamedSo)]
  })
  return Object.fromEntries(members)
}`
