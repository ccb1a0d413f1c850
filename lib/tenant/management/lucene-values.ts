import { type Bound, syntaxError, type Value } from './lucene-tokens.js'

/** How a field can be searched. */
export interface SearchField {
  /** Compared without regard to case. */
  ignoresCase?: boolean
  /** A moment, as ISO text. A date without a time is the whole day, a month the whole month. */
  isDate?: boolean
  /** Neither wildcards nor ranges. */
  isExact?: boolean
}

/** True where one value of a field is what was asked for. */
export type Comparison = (found: unknown) => boolean

/** @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax */
const suffixMinChars = 3

const dateText = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/

/** First and last millisecond of what a date names. */
const periodOf = (text: string): [start: number, end: number] => {
  const [, year, month, day] = dateText.exec(text) ?? syntaxError('a date like 2026-11-28T10:00:00Z expected')
  if (text.includes('T')) {
    const at = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
    return Number.isNaN(at) ? syntaxError('there is no such date') : [at, at]
  }
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)]
  const next = day ? Date.UTC(y, m, d + 1) : month ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1)
  return [Date.UTC(y, m, d), next - 1]
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

/** Less than 0, 0 or more: numbers by size, texts by their characters; undefined for what cannot be compared. */
const order = (found: unknown, bound: string): number | undefined => {
  if (typeof found === 'number') return isNumber(bound) ? found - Number(bound) : undefined
  if (typeof found !== 'string') return undefined
  return found < bound ? -1 : found > bound ? 1 : 0
}

type Distance = (found: unknown, bound: Bound, side: 'from' | 'to') => number | undefined

const dateDistance: Distance = (found, { text, isInclusive }, side) => {
  const [start, end] = periodOf(text)
  // Inclusive takes the whole period in, exclusive leaves all of it out.
  const edge = (side === 'from') === isInclusive ? start : end
  return typeof found === 'string' ? Date.parse(found) - edge : undefined
}

const isBeyond = (distance: number | undefined, { isInclusive }: Bound): boolean =>
  distance !== undefined && (distance > 0 || (isInclusive && distance === 0))

const inRange = (from: Bound, to: Bound, { isDate, isExact }: SearchField): Comparison => {
  if (isExact) syntaxError('ranges cannot be searched for in this field')
  const distance: Distance = isDate ? dateDistance : (found, { text }) => order(found, text)
  if (isDate) for (const { text } of [from, to]) if (text !== '*') periodOf(text)
  const isWithin = (found: unknown, bound: Bound, side: 'from' | 'to'): boolean => {
    if (bound.text === '*') return true
    const beyond = distance(found, bound, side)
    return isBeyond(beyond !== undefined && side === 'to' ? -beyond : beyond, bound)
  }
  return found => isWithin(found, from, 'from') && isWithin(found, to, 'to')
}

const like = (pattern: string, { ignoresCase, isExact }: SearchField): Comparison => {
  if (isExact) syntaxError('wildcards cannot be searched for in this field')
  const parts = pattern.split('*')
  if (parts[0] === '' && (parts.find(part => part !== '') ?? '').length < suffixMinChars) {
    syntaxError(`after a leading * at least ${suffixMinChars} characters are needed`)
  }
  const escaped = parts.map(part => part.replace(/[.+^${}()|\\/-]/g, '\\$&'))
  const expression = new RegExp(`^${escaped.join('.*')}$`, ignoresCase ? 'is' : 's')
  return found => typeof found === 'string' && expression.test(found)
}

const equal = (wanted: string, { ignoresCase, isDate }: SearchField): Comparison => {
  if (isDate) {
    const [start, end] = periodOf(wanted)
    return found => typeof found === 'string' && Date.parse(found) >= start && Date.parse(found) <= end
  }
  const normal = (text: string) => (ignoresCase ? text.toLowerCase() : text)
  return found => normal(String(found)) === normal(wanted)
}

/** @throws ManagementRefusal 400 for what cannot be asked of the field */
export const comparisonOf = (value: Value, field: SearchField): Comparison => {
  if (value.type === 'range') return inRange(value.from, value.to, field)
  if (value.type === 'quoted') return equal(value.text, field)
  if (/[?~^\\<>/]|^[-+!]/.test(value.text)) {
    return syntaxError('this tenant knows exact values, * and ranges only')
  }
  return value.text.includes('*') ? like(value.text, field) : equal(value.text, field)
}
