import { isPlainObject } from '../auth0/json.js'
import { fail } from '../errors.js'

/** Deepest nesting of a sealed value. */
export const dataMaxDepth = 32

/** All that JSON has to say of it: no holes, no members beside the items, no symbols, no class. */
const isContainer = (value: unknown): value is unknown[] | Record<string, unknown> =>
  Array.isArray(value)
    ? Object.keys(value).length === value.length
    : isPlainObject(value) && Object.getOwnPropertySymbols(value).length === 0

/**
 * The one JSON text of a value: members sorted by UTF-16 code units, no white space. Equal data, equal text.
 *
 * @param depth of the value in what is sealed
 * @throws ERR_DATA for what JSON would silently change (NaN, -0, undefined, Date, Map, lone surrogates), and beyond 32
 *   levels
 */
export const canonicalJson = (value: unknown, depth = 0): string => {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Number.isFinite(value) && !Object.is(value, -0))
  ) {
    const text = JSON.stringify(value)
    // JSON escapes lone surrogates. The first look costs less than the second, and finds nothing in nearly every text.
    if (text.includes('\\ud') && /[\ud800-\udfff]/u.test(value as string)) fail('ERR_DATA')
    return text
  }
  if (depth === dataMaxDepth || !isContainer(value)) return fail('ERR_DATA')
  let text = ''
  if (Array.isArray(value)) {
    for (const item of value) text += (text && ',') + canonicalJson(item, depth + 1)
    return `[${text}]`
  }
  for (const name of Object.keys(value).sort()) {
    text += `${text && ','}${canonicalJson(name)}:${canonicalJson(value[name], depth + 1)}`
  }
  return `{${text}}`
}

/** True where two values are the same JSON, whatever the order of their members. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
