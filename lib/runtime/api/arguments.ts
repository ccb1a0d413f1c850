import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import { toJson } from '../json.js'

/** Characters as Auth0's schemas count them: code points. */
export const charsOf = (text: string): number => [...text].length

interface TextBounds {
  minChars?: number
  maxChars?: number
  /** For the few limits Auth0 checks by hand, in UTF-16 units. Default: `charsOf`. */
  lengthOf?: (text: string) => number
}

/** @throws Error unless the value is a string with a length in these bounds */
export function assertText(name: string, value: unknown, bounds: TextBounds = {}): asserts value is string {
  const { minChars = 0, maxChars = Number.POSITIVE_INFINITY, lengthOf = charsOf } = bounds
  if (typeof value !== 'string') throw new TypeError(`The ${name} must be a string.`)
  if (lengthOf(value) < minChars) throw new Error(`The ${name} must not be empty.`)
  if (lengthOf(value) > maxChars) throw new Error(`The ${name} must not exceed ${maxChars} characters.`)
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

export interface UrlOptions {
  query?: Record<string, string> | null
}

/** The URL with these parameters set; what it has otherwise stays. @throws TypeError where it is none */
export const urlWith = (url: string, options?: UrlOptions | null): string => {
  const target = new URL(url)
  for (const [name, value] of Object.entries(options?.query ?? {})) target.searchParams.set(name, value)
  return target.href
}
