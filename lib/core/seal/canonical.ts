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
    // JSON escapes lone surrogates, and backslashes. The first look finds nothing in nearly every text.
    if (text.includes('\\ud') && text.replaceAll('\\\\', '').includes('\\ud')) fail('ERR_DATA')
    return text
  }
  const isArray = Array.isArray(value)
  if (depth === dataMaxDepth || !(isArray || isPlainObject(value))) return fail('ERR_DATA')
  const names = Object.keys(value)
  if (isArray ? names.length !== value.length : Object.getOwnPropertySymbols(value).length > 0)
    fail('ERR_DATA')
  if (!isArray) names.sort()
  let text = ''
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    if (i > 0) text += ','
    text += isArray
      ? canonicalJson(value[i], depth + 1)
      : `${canonicalJson(name)}:${canonicalJson(value[name], depth + 1)}`
  }
  return isArray ? `[${text}]` : `{${text}}`
}

/** True where two values are the same JSON, whatever the order of their members. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
