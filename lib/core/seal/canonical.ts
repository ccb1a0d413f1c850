import { isPlainObject } from '../auth0/json.js'
import { fail } from '../errors.js'

/** Deepest nesting of a sealed value. */
export const dataMaxDepth = 32

/**
 * The one JSON text of a value: members sorted by UTF-16 code units, no white space. Equal data, equal text.
 *
 * @param depth of the value in what is sealed
 * @throws ERR_DATA for what JSON would silently change (NaN, -0, undefined, Date, Map, lone surrogates, holes, symbols), and
 *   beyond 32 levels
 */
export const canonicalJson = (value: unknown, depth = 0): string => {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Number.isFinite(value) && !Object.is(value, -0))
  ) {
    const text = JSON.stringify(value)
    // JSON escapes lone surrogates, and backslashes.
    if (text.replaceAll('\\\\', '').includes('\\ud')) fail('ERR_DATA')
    return text
  }
  if (depth === dataMaxDepth) return fail('ERR_DATA')
  // From an array with all its holes: they are no JSON.
  if (Array.isArray(value) && Object.keys(value).length === value.length)
    return `[${Array.from(value, item => canonicalJson(item, depth + 1)).join()}]`
  if (!isPlainObject(value) || Object.getOwnPropertySymbols(value).length > 0) return fail('ERR_DATA')
  const names = Object.keys(value).sort()
  return `{${names.map(name => `${canonicalJson(name)}:${canonicalJson(value[name], depth + 1)}`).join()}}`
}

/** True where two values are the same JSON, whatever the order of their members. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
