import { isPlainObject } from '../auth0/json.js'
import { type Fault, fault } from './faults.js'
import { own } from './own.js'

/** What is wrong with the form of a value. */
export type Check = (path: string, value: unknown) => Fault[]

const is =
  (isRight: (value: unknown) => boolean, what: string): Check =>
  (path, value) =>
    isRight(value) ? [] : [fault(path, what)]

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

export const text = is(isText, 'must be a text that is not empty')

const blank = '[\\p{Zs}\\t\\r\\n\\u200B\\uFEFF]'
const blankAround = new RegExp(`^${blank}|${blank}$`, 'u')

/** A name that something is looked up by: with a blank too many it is never found. */
export const name = is(
  value => isText(value) && !blankAround.test(value),
  'must be a text that is not empty, without blanks around it'
)

export const matching = (pattern: RegExp, what: string): Check =>
  is(value => typeof value === 'string' && pattern.test(value), what)

export const flag = is(value => typeof value === 'boolean', 'must be true or false')

export const onlyTrue = is(value => value === true, 'must be true, or left out')

export const count = is(
  value => Number.isSafeInteger(value) && (value as number) >= 1,
  'must be a whole number above 0'
)

export const oneOf = (...values: readonly unknown[]): Check =>
  is(value => values.includes(value), `must be one of ${values.join(', ')}`)

/** A list, which may be empty. */
export const anyListOf =
  (check: Check): Check =>
  (path, value) =>
    Array.isArray(value)
      ? [...value.entries()].flatMap(([index, item]) => check(`${path}[${index}]`, item))
      : [fault(path, 'must be a list')]

export const listOf =
  (check: Check): Check =>
  (path, value) =>
    Array.isArray(value) && value.length > 0
      ? anyListOf(check)(path, value)
      : [fault(path, 'must be a list that is not empty')]

export const recordOf =
  (check: Check): Check =>
  (path, value) =>
    isPlainObject(value)
      ? Object.entries(value).flatMap(([member, item]) => check(`${path}.${member}`, item))
      : [fault(path, 'must be an object')]

/** A text, or an object with more to say. */
export const textOr =
  (textCheck: Check, objectCheck: Check): Check =>
  (path, value) =>
    typeof value === 'string' ? textCheck(path, value) : objectCheck(path, value)

/** An object with these members and no others; `required` ones must be there. */
export const object =
  (members: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (path, value) => {
    if (!isPlainObject(value)) return [fault(path || 'policy', 'must be an object')]
    const at = (member: string) => (path ? `${path}.${member}` : member)
    const missing = required.filter(member => value[member] === undefined)
    return [
      ...missing.map(member => fault(at(member), 'is missing')),
      ...Object.entries(value).flatMap(([member, item]): Fault[] => {
        const check = own(members, member)
        if (check) return item === undefined ? [] : check(at(member), item)
        const what = `is not known here; known are ${Object.keys(members).join(', ')}`
        return [{ path: at(member), what, isUnknown: true }]
      })
    ]
  }
