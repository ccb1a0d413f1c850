import { fail } from '../errors.js'

/** The ids of the keys in each secret, the one that seals first. */
export type Kids = Readonly<Record<string, readonly string[]>>

/** The first of three is `{ number: 1, of: 3 }`. */
export interface Place {
  number: number
  of: number
}

/** What the first line of a built file says. */
export interface FirstLine {
  name: string
  /** Of a0seal. */
  version: string
  /** The policy's hash: 12 hex digits. */
  policy: string
  env: string
  /** What a deploy adds: which of the policy's Actions it is, of how many, in the order they are bound in. It is how a rollback knows. */
  place?: Place
  /** What a deploy adds: it is how a version tells which keys it holds. */
  kids?: Kids
}

const kid = '[A-Za-z0-9._:/-]{1,128}'
const secret = `[A-Za-z0-9_]+=${kid}(?:,${kid})*`

/**
 * The whole of it, and nothing else: no character that ends a comment, or a line for whatever reader, can be in it. What does not
 * match counts as code.
 */
const grammar = new RegExp(
  [
    '^// (?<name>(?:Rule )?[A-Za-z0-9_-]+)',
    'a0seal (?<version>[A-Za-z0-9.-]+)',
    'policy (?<policy>[0-9a-f]{12})',
    `env (?<env>[A-Za-z0-9._-]{1,64})(?:, place (?<number>[1-9]\\d{0,3})/(?<of>[1-9]\\d{0,3}))?(?:, keys (?<keys>${secret}(?: ${secret})*))?$`
  ].join(', ')
)

const plainKid = new RegExp(`^${kid}$`)

/** Whether a key's id can stand in a first line: one from elsewhere need not. */
export const isPlainKid = (id: unknown): id is string => typeof id === 'string' && plainKid.test(id)

const kidsOf = (keys: string): Kids =>
  Object.fromEntries(
    keys.split(' ').map(text => {
      const equals = text.indexOf('=')
      return [text.slice(0, equals), text.slice(equals + 1).split(',')]
    })
  )

interface Groups extends Omit<FirstLine, 'place' | 'kids'> {
  number?: string
  of?: string
  keys?: string
}

/** What a line says; undefined for one that is not exactly as `firstLineOf` writes it. */
export const parseFirstLine = (line: string): FirstLine | undefined => {
  const groups = grammar.exec(line)?.groups as Groups | undefined
  if (!groups) return undefined
  const { number, of, keys, ...facts } = groups
  return {
    ...facts,
    ...(number && { place: { number: Number(number), of: Number(of) } }),
    ...(keys && { kids: kidsOf(keys) })
  }
}

/**
 * The comment that a built file begins with. A deploy adds the Action's place and the ids of its keys: `, place 1/3, keys
 * A0SEAL_KEYS=<kid>,<kid>`, the next secret behind a blank.
 *
 * @throws ERR_BUILD where one of its facts has other characters than it may have
 */
export const firstLineOf = ({ name, version, policy, env, place, kids = {} }: FirstLine): string => {
  const keys = Object.entries(kids).map(([secret, ids]) => `${secret}=${ids.join(',')}`)
  const said = [`// ${name}`, `a0seal ${version}`, `policy ${policy}`, `env ${env}`]
  if (place) said.push(`place ${place.number}/${place.of}`)
  if (keys.length > 0) said.push(`keys ${keys.join(' ')}`)
  const line = said.join(', ')
  if (!parseFirstLine(line)) fail('ERR_BUILD', 'no first line can be made of these facts')
  return line
}

/** A file's first line, and what follows it: what is the same, whoever deploys it with which keys. */
export const splitFirstLine = (code: string): [line: string, rest: string] => {
  const end = code.indexOf('\n')
  return end < 0 ? [code, ''] : [code.slice(0, end), code.slice(end + 1)]
}

export const withoutFirstLine = (code: string): string => splitFirstLine(code)[1]
