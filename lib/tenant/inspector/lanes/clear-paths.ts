import type { Json } from '../../../core/auth0/json.js'
import { typReleased } from '../../../core/format/header.js'
import { kidOf } from '../../../core/login/explain/held.js'
import { isSameJson } from '../../../core/login/explain/same-json.js'

/** Characters, or digits, from which on a value that is found again is no accident. */
const tellingChars = 4

/** All members of a value, itself and theirs, whatever its depth. */
const membersOf = (value: Json): Json[] => {
  const members = [value]
  for (const member of members)
    if (typeof member === 'object' && member !== null)
      for (const each of Object.values(member)) members.push(each)
  return members
}

/** How many members all objects and lists within a value have, with themselves: only those as large are compared. */
const sizesOf = (value: Json): Map<Json, number> => {
  const sizes = new Map<Json, number>()
  // The innermost come last.
  for (const member of membersOf(value).reverse())
    if (typeof member === 'object' && member !== null)
      sizes.set(
        member,
        Object.values(member).reduce<number>((sum, each) => sum + (sizes.get(each) ?? 1), 1)
      )
  return sizes
}

/** What a value is found by. */
interface Sought {
  value: Json
  size: number
  /** As it may stand within a text. Empty where it is too short for that. */
  text: string
  /** Texts and numbers that are part of it, each telling. */
  parts: readonly string[]
}

const scalarText = (value: Json): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

const isTelling = (value: Json): boolean => {
  const text = typeof value === 'number' ? String(value).replaceAll(/\D/g, '') : scalarText(value)
  return text !== undefined && text.length >= tellingChars
}

const soughtOf = (value: Json): Sought => {
  const text = typeof value === 'object' ? JSON.stringify(value) : value
  return {
    value,
    size: sizesOf(value).get(value) ?? 1,
    text: typeof text === 'string' && isTelling(text) ? text : '',
    parts: membersOf(value).filter(isTelling).map(String)
  }
}

const isSealed = (text: string): boolean =>
  kidOf(text) !== undefined || kidOf(text, typReleased) !== undefined

/** @param size of what is there */
const isAt = (
  { value, size: sought, text, parts }: Sought,
  at: Json,
  { size, isWritten }: { size: number; isWritten: boolean }
): boolean => {
  if (typeof at === 'string' && text !== '' && at.includes(text)) return !isSealed(at)
  const scalar = scalarText(at)
  if (scalar !== undefined && parts.includes(scalar)) return true
  if (typeof value === 'object') return size === sought && isSameJson(value, at)
  // Short, and so perhaps something else: what this login has written is more likely to be a copy.
  return isWritten && typeof value === 'string' && value === at
}

/** Nothing, or as good as nothing: it is everywhere. */
const isVain = (value: Json | undefined): value is undefined =>
  value === undefined ||
  value === null ||
  value === '' ||
  typeof value === 'boolean' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/**
 * Where a value, or a telling part of it, stands as it is: as a value, within a text, or as a name in what a login has written.
 *
 * @param isWritten whether this login has written what is at a path, by its first two names
 */
export const clearPaths = (
  value: Json | undefined,
  within: Json | undefined,
  isWritten: (first: string, second: string) => boolean
): string[] => {
  if (isVain(value) || within === undefined) return []
  const sought = soughtOf(value)
  const sizes = sizesOf(within)
  const found: string[] = []
  const open: { path: string; names: string[]; at: Json; isNamed: boolean }[] = [
    { path: '', names: [], at: within, isNamed: false }
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, names, at, isNamed } = next
    const [first = '', second = ''] = names
    const about = { size: sizes.get(at) ?? 1, isWritten: isWritten(first, second) }
    if (isNamed || isAt(sought, at, about)) {
      found.push(path)
      continue
    }
    if (typeof at !== 'object' || at === null) continue
    const isList = Array.isArray(at)
    const members = Object.entries(at).map(([name, member]) => {
      const steps = names.length < 2 ? [...names, name] : names
      const [one = '', two = ''] = steps
      return {
        path: isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`,
        names: steps,
        at: member,
        isNamed: !isList && sought.text !== '' && name.includes(sought.text) && isWritten(one, two)
      }
    })
    open.push(...members.reverse())
  }
  return found
}
