import { isPlainObject } from '../auth0/json.js'
import { fail } from '../errors.js'

/** Deepest nesting of a sealed value. */
export const dataMaxDepth = 32

/** @param depth of the value in what is sealed */
const jsonOf = (value: unknown, depth: number): string => {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Number.isFinite(value) && !Object.is(value, -0))
  )
    return JSON.stringify(value)
  if (depth === dataMaxDepth) fail('ERR_DATA')
  let text = ''
  if (Array.isArray(value) && Object.keys(value).length === value.length) {
    // Holes are among the items, and no JSON.
    for (const item of value) text += `${text && ','}${jsonOf(item, depth + 1)}`
    return `[${text}]`
  }
  if (!isPlainObject(value) || Object.getOwnPropertySymbols(value).length > 0) fail('ERR_DATA')
  for (const name of Object.keys(value).sort())
    text += `${text && ','}${JSON.stringify(name)}:${jsonOf(value[name], depth + 1)}`
  return `{${text}}`
}

/**
 * The one JSON text of a value: members sorted by UTF-16 code units, no white space. Equal data, equal text.
 *
 * @throws ERR_DATA for what JSON would silently change (NaN, -0, undefined, Date, Map, lone surrogates, holes, symbols), and
 *   beyond 32 levels
 */
export const canonicalJson = (value: unknown): string => {
  const text = jsonOf(value, 0)
  // JSON escapes lone surrogates, and backslashes. The first look finds nothing in nearly every text.
  if (text.includes('\\ud') && text.replaceAll('\\\\', '').includes('\\ud')) fail('ERR_DATA')
  return text
}

/** True where two values are the same JSON, whatever the order of their members. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
