import type { Json } from '../core/auth0/json.js'

/** A copy of what JSON keeps of a value; `undefined` where it keeps nothing. @throws TypeError on cycles and bigints */
export const toJson = (value: unknown): Json | undefined => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  const text: string | undefined = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}

/** True if both say the same in JSON; the order of members does not count. */
export const equalJson = (left: Json, right: Json): boolean => {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalJson(item, right[index] as Json))
    )
  }
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every(name => Object.hasOwn(right, name) && equalJson(left[name] as Json, right[name] as Json))
  )
}

/** Size of a value written as JSON in UTF-8. */
export const jsonBytes = (value: Json): number => Buffer.byteLength(JSON.stringify(value))
