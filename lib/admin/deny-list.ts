import type { Json, JsonObject } from '../core/auth0/json.js'
import { denyListEntryMaxChars, denyListMaxEntries } from '../core/auth0/limits.js'
import { namesFor, type WantedName } from '../core/policy/deny-list.js'
import type { Connection, ConnectionName } from './connections.js'

export type ProblemCode = 'no-options' | 'not-a-list' | 'too-many' | 'too-long' | 'inexact-number'

/** Why a connection cannot be written. */
export interface Problem {
  code: ProblemCode
  message: string
}

/** What there is to do on one connection. */
export interface DenyListPlan {
  connection: ConnectionName
  add: string[]
  remove: string[]
  /** On the list, not wanted, and left there. */
  extra: string[]
  /** Wanted of other connections only, and on no list here: what this one sends is stored in clear. */
  elsewhere: string[]
  /** The whole list afterwards. */
  names: string[]
  problems: Problem[]
  /** What the plan was made from: a connection that differs when it is written has been changed by somebody. */
  read: Connection
}

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')

/** The deny list of a connection; undefined where what stands there is none. */
export const denyListOf = ({ options }: Connection): string[] | undefined => {
  const list = options?.non_persistent_attrs ?? []
  return isTextList(list) ? list : undefined
}

/** True where a number is not the one Auth0 sent: JavaScript would send back another. */
const hasInexactNumber = (value: Json): boolean => {
  if (typeof value === 'number')
    return Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInexactNumber)
}

const problemsOf = (read: Connection, names: readonly string[]): Problem[] => {
  if (!read.options) {
    const message =
      'the answer has no options: the token lacks read:connections_options, and to write would wipe all options'
    return [{ code: 'no-options', message }]
  }
  const problems: Problem[] = []
  if (!denyListOf(read))
    problems.push({ code: 'not-a-list', message: 'non_persistent_attrs is no list of names' })
  if (names.length > denyListMaxEntries)
    problems.push({
      code: 'too-many',
      message: `${names.length} names are more than the ${denyListMaxEntries} Auth0 takes`
    })
  if (names.some(name => name.length > denyListEntryMaxChars))
    problems.push({
      code: 'too-long',
      message: `a name has more than the ${denyListEntryMaxChars} characters Auth0 takes`
    })
  const inexact = Object.keys(read.options).filter(name => hasInexactNumber(read.options?.[name] ?? null))
  if (inexact.length > 0)
    problems.push({
      code: 'inexact-number',
      message: `options.${inexact.join(', options.')}: a number too large to send back as it was`
    })
  return problems
}

/**
 * What it takes to bring a connection's deny list in step. Names that are there keep their order, new ones follow.
 *
 * @param options.remove takes off what is not wanted; by default it stays
 */
export const planDenyList = (
  read: Connection,
  wanted: readonly WantedName[],
  { remove = false }: { remove?: boolean } = {}
): DenyListPlan => {
  const { id, name, strategy } = read
  const present = denyListOf(read) ?? []
  const names = read.options ? namesFor(wanted, read) : [] // nothing can be said of what was not shown
  const known = read.options ? new Set(wanted.map(({ name }) => name)) : []
  const unwanted = present.filter(entry => !names.includes(entry))
  const add = names.filter(entry => !present.includes(entry))
  const after = [...(remove ? present.filter(entry => names.includes(entry)) : present), ...add]
  return {
    connection: { id, name, strategy },
    add,
    remove: remove ? unwanted : [],
    extra: remove ? [] : unwanted,
    elsewhere: [...known].filter(entry => !after.includes(entry)),
    names: after,
    problems: problemsOf(read, after),
    read
  }
}

export const hasWork = ({ add, remove }: DenyListPlan): boolean => add.length > 0 || remove.length > 0

/** All options as they were read, with another deny list. */
export const optionsWith = (options: JsonObject, names: readonly string[]): JsonObject => ({
  ...options,
  non_persistent_attrs: [...names]
})
