import { isPlainObject, type JsonObject } from '../../../core/auth0/json.js'
import { assertText } from '../arguments.js'

const levelsMax = 5
const propertiesMax = 5
const subMaxChars = 512
const keyMaxChars = 64
const valueMaxChars = 64
/** Auth0 checks actors by hand. */
const lengthOf = (text: string): number => text.length

const parseLevel = ({ sub, act: _act, ...properties }: Record<string, unknown>): JsonObject => {
  assertText('sub of an actor', sub, { minChars: 1, maxChars: subMaxChars, lengthOf })
  const entries = Object.entries(properties)
  if (entries.length > propertiesMax) {
    throw new Error(`An actor must not have more than ${propertiesMax} properties of its own.`)
  }
  for (const [key, value] of entries) {
    assertText('name of an actor property', key, { maxChars: keyMaxChars, lengthOf })
    if (typeof value === 'string')
      assertText('value of an actor property', value, { maxChars: valueMaxChars, lengthOf })
    else if (typeof value !== 'boolean' && !Number.isFinite(value)) {
      throw new Error('A property of an actor must be a string, a number or a boolean.')
    }
  }
  return { sub, ...properties } as JsonObject
}

/** A copy of an actor and of those it acts for: `{ sub, …, act?: { sub, … } }`. @throws Error on a chain Auth0 refuses */
export const parseActor = (actor: unknown, level = 1): JsonObject => {
  if (!isPlainObject(actor)) throw new TypeError('An actor must be an object.')
  if (level > levelsMax) throw new Error(`An actor must not stand for more than ${levelsMax - 1} others.`)
  const parsed = parseLevel(actor)
  return actor.act === undefined ? parsed : { ...parsed, act: parseActor(actor.act, level + 1) }
}
