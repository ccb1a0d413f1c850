import { ManagementRefusal } from './errors.js'

export const syntaxError = (why: string): never => {
  throw new ManagementRefusal(400, `Query syntax error: ${why}.`, 'invalid_query_string')
}

/** One end of a range; `*` is open. */
export interface Bound {
  text: string
  isInclusive: boolean
}

export type Sign = ':' | '(' | ')' | '-'

export type Token =
  | { type: 'word' | 'quoted'; text: string }
  | { type: 'range'; from: Bound; to: Bound }
  | { type: Sign }

/** What a field is compared with. */
export type Value = Extract<Token, { type: 'word' | 'quoted' | 'range' }>

const operators = new Set(['AND', 'OR', 'NOT'])
// One after the other: a range, a sign, a quoted text, a word.
const pattern =
  /\s*(?:([[{])\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])|([:()])|"((?:[^"\\]|\\.)*)"|([^\s:()"[\]{}]+))/y

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1')

/** A `-` before a term is its negation; elsewhere it is part of a word. */
const wordTokens = (word: string, isTermStart: boolean): Token[] => {
  if (!isTermStart || !word.startsWith('-')) return [{ type: 'word', text: word }]
  const rest = word.slice(1)
  return [{ type: '-' }, ...(rest === '' ? [] : [{ type: 'word' as const, text: rest }])]
}

/** @throws ManagementRefusal 400 for what is left open */
export const tokenize = (query: string): Token[] => {
  const tokens: Token[] = []
  const end = query.trimEnd().length
  pattern.lastIndex = 0
  while (pattern.lastIndex < end) {
    const match = pattern.exec(query) ?? syntaxError('an unfinished text or range')
    const [, open, from = '', to = '', close, sign, quoted, word = ''] = match
    if (open !== undefined) {
      tokens.push({
        type: 'range',
        from: { text: unquoted(from), isInclusive: open === '[' },
        to: { text: unquoted(to), isInclusive: close === ']' }
      })
    } else if (sign !== undefined) tokens.push({ type: sign as Sign })
    else if (quoted !== undefined) tokens.push({ type: 'quoted', text: quoted.replace(/\\(.)/g, '$1') })
    else tokens.push(...wordTokens(word, tokens.at(-1)?.type !== ':'))
  }
  return tokens
}

/** The tokens of a query, read from left to right. */
export const createReader = (tokens: readonly Token[]) => {
  let position = 0
  const next = (isNext: (token: Token) => boolean): boolean => {
    const token = tokens[position]
    const found = token !== undefined && isNext(token)
    if (found) position += 1
    return found
  }
  const value = (): Value => {
    const token = tokens[position]
    if (token?.type !== 'word' && token?.type !== 'quoted' && token?.type !== 'range') {
      return syntaxError('a value expected')
    }
    if (token.type === 'word' && operators.has(token.text)) return syntaxError('a value expected')
    position += 1
    return token
  }
  return {
    isAtEnd: () => position >= tokens.length,
    /** True and past it, where it comes next. */
    takes: (sign: Sign): boolean => next(({ type }) => type === sign),
    takesWord: (text: string): boolean => next(token => token.type === 'word' && token.text === text),
    value,
    /** The name of a field. */
    name(): string {
      const token = value()
      return token.type === 'word' && /^[^*?~^\\<>/+!]+$/.test(token.text)
        ? token.text
        : syntaxError('the name of a field expected')
    }
  }
}
export type Reader = ReturnType<typeof createReader>
