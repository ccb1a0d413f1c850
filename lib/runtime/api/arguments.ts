import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import { toJson } from '../json.js'

/** @throws Error unless the value is a string with a length in these bounds, in characters */
export const assertText = (
  name: string,
  value: unknown,
  { minChars = 0, maxChars = Number.POSITIVE_INFINITY }: { minChars?: number; maxChars?: number } = {}
): void => {
  if (typeof value !== 'string') throw new TypeError(`The ${name} must be a string.`)
  if (value.length < minChars) throw new Error(`The ${name} must not be empty.`)
  if (value.length > maxChars) throw new Error(`The ${name} must not exceed ${maxChars} characters.`)
}

/** @throws Error unless the value is one of those allowed */
export const assertOneOf = (name: string, value: unknown, allowed: readonly string[]): void => {
  if (!allowed.includes(value as string)) throw new Error(`The ${name} must be one of ${allowed.join(', ')}.`)
}

/** A copy of `{…}` as JSON keeps it. @throws TypeError for anything else */
export const parseObject = (name: string, value: unknown): JsonObject => {
  const json = isPlainObject(value) ? toJson(value) : undefined
  if (json === undefined) throw new TypeError(`The ${name} must be an object.`)
  return json as JsonObject
}

/** The URL with these parameters set; what it has otherwise stays. @throws TypeError where it is none */
export const urlWith = (url: string, { query = {} }: { query?: Record<string, string> } = {}): string => {
  const target = new URL(url)
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value)
  return target.href
}
