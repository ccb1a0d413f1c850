import { isPlainObject, type Json, type JsonObject } from '../auth0/json.js'
import type { ErrorCode } from '../errors.js'
import type { CopyField } from '../policy/types.js'

/** All copies of one login together, characters of JSON. */
export const copiesMaxChars = 4_000

const itemMaxChars = 256

export const isOfType: Record<CopyField['type'], (value: unknown) => boolean> = {
  string: value => typeof value === 'string',
  number: Number.isFinite,
  boolean: value => typeof value === 'boolean',
  'string[]': value => Array.isArray(value) && value.every(item => typeof item === 'string')
}

const isWithin = (value: unknown, { type, max }: CopyField): boolean => {
  if (type === 'string') return (value as string).length <= max
  if (type !== 'string[]') return true
  const items = value as string[]
  return items.length <= max && items.every(item => item.length <= itemMaxChars)
}

/**
 * What a path (`preferences.language`) leads to: own members of plain objects only.
 *
 * @returns undefined where it leads nowhere
 */
export const valueAt = (record: Record<string, unknown>, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) => (isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      record
    )

/** Puts a value where a path leads, with the objects on its way. */
export const setAt = (record: JsonObject, path: string, value: Json): void => {
  const names = path.split('.')
  const last = names.pop() as string
  let at = record
  for (const name of names) {
    if (!Object.hasOwn(at, name)) at[name] = {}
    at = at[name] as JsonObject
  }
  at[last] = value
}

/** A value the user wrote, if it is what the policy says of its field; else the code of what is wrong with it. */
export const copyOf = (
  value: unknown,
  field: CopyField
): { value: Json; code?: undefined } | { value?: undefined; code: ErrorCode } => {
  if (!isOfType[field.type](value)) return { code: 'ERR_COPY_TYPE' }
  if (!isWithin(value, field)) return { code: 'ERR_COPY_SIZE' }
  return { value: value as Json }
}
