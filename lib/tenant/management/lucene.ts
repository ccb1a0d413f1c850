import { isPlainObject } from '../../core/auth0/json.js'
import { createReader, type Reader, syntaxError, tokenize } from './lucene-tokens.js'
import { comparisonOf, type SearchField } from './lucene-values.js'

/** What a query asks of an object: true where it fits. */
export type Predicate = (item: object) => boolean

/** The description of a field by its name, or undefined where it cannot be searched. */
export type SearchFields = (name: string) => SearchField | undefined

/** All values at a path; arrays on the way are looked into. */
const valuesAt = (item: unknown, path: readonly string[]): unknown[] => {
  if (Array.isArray(item)) return item.flatMap(member => valuesAt(member, path))
  const [name, ...rest] = path
  if (name === undefined) return [item]
  return isPlainObject(item) && Object.hasOwn(item, name) ? valuesAt(item[name], rest) : []
}

// Empty values are not indexed.
const isIndexed = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0)

/** Operands joined by OR and by AND, which binds closer. */
const joined = (reader: Reader, operand: () => Predicate): Predicate => {
  const alternatives: Predicate[][] = [[operand()]]
  for (;;) {
    if (reader.takesWord('OR')) alternatives.push([])
    else if (!reader.takesWord('AND')) break
    alternatives.at(-1)?.push(operand())
  }
  return item => alternatives.some(all => all.every(predicate => predicate(item)))
}

/** What is in parentheses that have been opened. */
const grouped = (reader: Reader, operand: () => Predicate): Predicate => {
  const inner = joined(reader, operand)
  if (!reader.takes(')')) syntaxError("')' expected")
  return inner
}

/**
 * A part of Lucene's query syntax, and of what Auth0 takes of it: values of known fields, exact or with `*`, ranges,
 * `_exists_`, AND and OR, NOT and `-`, parentheses around terms or around the values of a field.
 *
 * @throws ManagementRefusal 400 for everything else, rather than an answer that would be another one on Auth0
 * @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
 */
export const parseQuery = (query: string, fields: SearchFields): Predicate => {
  const reader = createReader(tokenize(query))
  const fieldOf = (name: string): SearchField =>
    fields(name) ?? syntaxError(`${name} cannot be searched on this tenant`)

  const exists = (): Predicate => {
    const name = reader.name()
    fieldOf(name)
    return item => valuesAt(item, name.split('.')).some(isIndexed)
  }

  const compares = (name: string): Predicate => {
    const isWanted = comparisonOf(reader.value(), fieldOf(name))
    return item => valuesAt(item, name.split('.')).some(found => isIndexed(found) && isWanted(found))
  }

  const term = (): Predicate => {
    if (reader.takes('-') || reader.takesWord('NOT')) {
      const negated = term()
      return item => !negated(item)
    }
    if (reader.takes('(')) return grouped(reader, term)
    const name = reader.name()
    if (!reader.takes(':'))
      syntaxError('only terms of the form field:value can be searched for on this tenant')
    if (name === '_exists_') return exists()
    return reader.takes('(') ? grouped(reader, () => compares(name)) : compares(name)
  }

  const predicate = joined(reader, term)
  if (!reader.isAtEnd()) syntaxError('AND or OR expected')
  return predicate
}
