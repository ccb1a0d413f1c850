import type { Json } from '../../core/auth0/json.js'
import type { CopyType } from '../../core/policy/types.js'

/** A person of a seed: values are made up from this, the same ones at each start. */
export interface Somebody {
  nickname: string
  /** Which of the people it is, from 0. */
  position: number
}

/** `blood`, `type` of `https://acme.com/blood.type`; `date`, `of`, `birth` of `dateOfBirth`. */
const wordsOf = (name: string): string[] =>
  (name.split('/').pop() ?? name)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\W_]+/)
    .filter(Boolean)

/** Says what it is and whose, so that it is recognized wherever it turns up. */
const textFor = (name: string, { nickname }: Somebody): string => `${wordsOf(name).join('-')}-of-${nickname}`

const ofType: Readonly<Record<CopyType, (name: string, somebody: Somebody) => Json>> = {
  string: textFor,
  number: (_name, { position }) => 40 + position,
  boolean: (_name, { position }) => position % 2 === 0,
  'string[]': (name, somebody) => [textFor(name, somebody), `other-${textFor(name, somebody)}`]
}

/** What names of attributes say about their type. The first that fits counts. */
const guesses: readonly [
  fits: (words: readonly string[]) => boolean,
  (somebody: Somebody, name: string) => Json
][] = [
  [
    words => words.some(word => /^(date|birthdate|birthday|dob)$/.test(word)),
    ({ position }) => `198${position}-04-23`
  ],
  [([first = '']) => /^(is|has|can)$/.test(first), (somebody, name) => ofType.boolean(name, somebody)],
  [
    words => words.some(word => /^(age|salary|income|score|count|weight|height)$/.test(word)),
    (somebody, name) => ofType.number(name, somebody)
  ],
  [words => words.some(word => /^(phone|mobile)$/.test(word)), ({ position }) => `+1555010${position}`],
  [words => words.join() === 'address', ({ nickname }) => ({ formatted: `1 ${nickname} street, nowhere` })],
  [words => /[^aius]s$/.test(words.at(-1) ?? ''), (somebody, name) => ofType['string[]'](name, somebody)]
]

/** A value for an attribute, of the type its name speaks of. */
export const madeUpAttribute = (name: string, somebody: Somebody): Json => {
  const words = wordsOf(name)
  const [, make] = guesses.find(([fits]) => fits(words)) ?? []
  return make ? make(somebody, name) : textFor(name, somebody)
}

/** A value of a type that a policy names, and no longer than it allows. */
export const madeUpField = (
  name: string,
  { type = 'string', max }: { type?: CopyType | undefined; max?: number | undefined },
  somebody: Somebody
): Json => {
  const value = ofType[type](name, somebody)
  return typeof value === 'string' || Array.isArray(value) ? value.slice(0, max) : value
}
