import { isPlainObject } from '../auth0/json.js'
import { A0sealError } from '../errors.js'

/** Deepest nesting of a sealed value. */
export const dataMaxDepth = 32

const loneSurrogate = /[\ud800-\udfff]/u

const isExact = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && !loneSurrogate.test(value)) ||
  (Number.isFinite(value) && !Object.is(value, -0))

const write = (value: unknown, depth: number): string => {
  if (isExact(value)) return JSON.stringify(value)
  if (depth === dataMaxDepth) throw new A0sealError('ERR_DATA')
  let text = ''
  if (Array.isArray(value)) {
    // Holes, and members beside the items.
    if (Object.keys(value).length !== value.length) throw new A0sealError('ERR_DATA')
    for (let i = 0; i < value.length; i++) text += (i ? ',' : '') + write(value[i], depth + 1)
    return `[${text}]`
  }
  if (!isPlainObject(value) || Object.getOwnPropertySymbols(value).length > 0)
    throw new A0sealError('ERR_DATA')
  for (const name of Object.keys(value).sort()) {
    text += `${text && ','}${write(name, depth)}:${write(value[name], depth + 1)}`
  }
  return `{${text}}`
}

/**
 * The one JSON text of a value: members sorted by UTF-16 code units, no white space. Equal data, equal text.
 *
 * @throws ERR_DATA for what JSON would silently change (NaN, -0, undefined, Date, Map, lone surrogates), and beyond 32
 *   levels
 */
export const canonicalJson = (value: unknown): string => write(value, 0)

/** True where two values are the same JSON, whatever the order of their members. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
