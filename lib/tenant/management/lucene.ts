import { isPlainObject } from '../../core/auth0/json.js'
import { ManagementRefusal } from './errors.js'

/** What a query asks of an object: true where it fits. */
export type Predicate = (item: object) => boolean

type Token = { type: 'word' | 'quoted'; text: string } | { type: ':' | '(' | ')' }

/** How a field can be searched. */
export interface SearchField {
  /** Compared without regard to case. */
  ignoresCase?: boolean
}

/** The description of a field by its name, or undefined where it cannot be searched. */
export type SearchFields = (name: string) => SearchField | undefined

const syntaxError = (why: string): never => {
  throw new ManagementRefusal(400, `Query syntax error: ${why}.`, 'invalid_query_string')
}

const operators = new Set(['AND', 'OR', 'NOT'])

const tokenize = (query: string): Token[] => {
  const tokens: Token[] = []
  const pattern = /\s*(?:([:()])|"((?:[^"\\]|\\.)*)"|([^\s:()"]+))/gy
  while (pattern.lastIndex < query.trimEnd().length) {
    const match = pattern.exec(query) ?? syntaxError('an unfinished text')
    const [, sign, quoted, word] = match
    if (sign !== undefined) tokens.push({ type: sign as ':' | '(' | ')' })
    else if (quoted !== undefined) tokens.push({ type: 'quoted', text: quoted.replace(/\\(.)/g, '$1') })
    else tokens.push({ type: 'word', text: word ?? '' })
  }
  return tokens
}

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

/** The tokens of a query, read from left to right. */
const createReader = (tokens: readonly Token[]) => {
  let position = 0
  const isWord = (text: string): boolean => {
    const token = tokens[position]
    return token?.type === 'word' && token.text === text
  }
  const isOperator = (token: Token): boolean => token.type === 'word' && operators.has(token.text)
  return {
    isAtEnd: () => position >= tokens.length,
    /** True and past it, where it comes next. */
    takes(sign: ':' | '(' | ')'): boolean {
      const isNext = tokens[position]?.type === sign
      if (isNext) position += 1
      return isNext
    },
    takesWord(text: string): boolean {
      const isNext = isWord(text)
      if (isNext) position += 1
      return isNext
    },
    value(): string {
      const token = tokens[position]
      if (!token || !('text' in token) || isOperator(token)) return syntaxError('a value expected')
      if (token.type === 'word' && /[*?~^[\]{}\\<>/]|^[-+!]/.test(token.text)) {
        return syntaxError('only exact values can be searched for on this tenant')
      }
      position += 1
      return token.text
    }
  }
}
type Reader = ReturnType<typeof createReader>

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
 * A small part of Lucene's query syntax, and of what Auth0 takes of it: exact values of known fields, `_exists_`, AND and
 * OR, NOT, parentheses around terms or around the values of a field.
 *
 * @throws ManagementRefusal 400 for everything else, rather than an answer that would be another one on Auth0
 * @see https://auth0.com/docs/manage-users/user-search/user-search-query-syntax
 */
export const parseQuery = (query: string, fields: SearchFields): Predicate => {
  const reader = createReader(tokenize(query))
  const fieldOf = (name: string): SearchField =>
    fields(name) ?? syntaxError(`${name} cannot be searched on this tenant`)

  const exists = (): Predicate => {
    const name = reader.value()
    fieldOf(name)
    return item => valuesAt(item, name.split('.')).some(isIndexed)
  }

  const equals = (name: string): Predicate => {
    const { ignoresCase } = fieldOf(name)
    const normal = (text: string) => (ignoresCase ? text.toLowerCase() : text)
    const wanted = normal(reader.value())
    return item =>
      valuesAt(item, name.split('.')).some(found => isIndexed(found) && normal(String(found)) === wanted)
  }

  const term = (): Predicate => {
    if (reader.takesWord('NOT')) {
      const negated = term()
      return item => !negated(item)
    }
    if (reader.takes('(')) return grouped(reader, term)
    const name = reader.value()
    if (!reader.takes(':'))
      syntaxError('only terms of the form field:value can be searched for on this tenant')
    if (name === '_exists_') return exists()
    return reader.takes('(') ? grouped(reader, () => equals(name)) : equals(name)
  }

  const predicate = joined(reader, term)
  if (!reader.isAtEnd()) syntaxError('AND or OR expected')
  return predicate
}
