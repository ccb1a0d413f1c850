import type { JsonObject } from '../../../core/auth0/json.js'
import type { ExchangeState } from '../../types.js'
import { assertOneOf, assertText, parseObject } from '../arguments.js'
import type { ActionContext } from '../context.js'
import { parseActor } from './actor.js'

const nameMaxChars = 512
const organizationMaxChars = 50
const attributesMax = 24
/** Longest texts, characters, by profile attribute. */
const textAttributes: Readonly<Record<string, number>> = {
  user_id: 255,
  email: Number.POSITIVE_INFINITY,
  family_name: 150,
  given_name: 150,
  name: 300,
  nickname: 300,
  phone_number: Number.POSITIVE_INFINITY,
  picture: Number.POSITIVE_INFINITY,
  username: 128
}
const flagAttributes = ['email_verified', 'phone_verified', 'verify_email']

export interface UserAttributes {
  /** Within the connection, without its prefix. */
  user_id: string
  email?: string
  email_verified?: boolean
  family_name?: string
  given_name?: string
  name?: string
  nickname?: string
  phone_number?: string
  phone_verified?: boolean
  picture?: string
  username?: string
  verify_email?: boolean
}

export interface UserByConnectionOptions {
  creationBehavior: 'create_if_not_exists' | 'none'
  updateBehavior: 'replace' | 'none'
}

const parseAttributes = (given: unknown): JsonObject => {
  const attributes = parseObject('user attributes', given)
  if (Object.keys(attributes).length > attributesMax) {
    throw new Error(`No more than ${attributesMax} user attributes are allowed.`)
  }
  for (const [name, maxChars] of Object.entries(textAttributes)) {
    if (name !== 'user_id' && attributes[name] === undefined) continue
    assertText(`user attribute ${name}`, attributes[name], { minChars: 1, maxChars })
  }
  for (const name of flagAttributes) {
    if (!['boolean', 'undefined'].includes(typeof attributes[name])) {
      throw new TypeError(`The user attribute ${name} must be true or false.`)
    }
  }
  return attributes
}

const parseOptions = (given: unknown): JsonObject => {
  const { creationBehavior, updateBehavior, ...unknown } = parseObject('options', given)
  assertOneOf('creationBehavior', creationBehavior, ['create_if_not_exists', 'none'])
  assertOneOf('updateBehavior', updateBehavior, ['replace', 'none'])
  if (Object.keys(unknown).length > 0)
    throw new Error('The options are creationBehavior and updateBehavior only.')
  return { creationBehavior, updateBehavior } as JsonObject
}

/** `api.authentication` of a custom token exchange: whom tokens are for. Exactly one call must name the user. */
export const createTokenExchange = ({ state }: Pick<ActionContext, 'state'>) => {
  const setUser = (user: Pick<ExchangeState, 'userId' | 'connection'>): void => {
    const { userId, connection } = state.exchange ?? {}
    if (userId !== undefined || connection) throw new Error('The user of a token exchange can be set once.')
    state.exchange = { ...state.exchange, ...user }
  }
  return {
    setUserById(userId: string): void {
      assertText('user id', userId, { minChars: 1, maxChars: nameMaxChars })
      setUser({ userId })
    },
    setUserByConnection(
      connectionName: string,
      userAttributes: UserAttributes,
      options: UserByConnectionOptions
    ): void {
      assertText('connection name', connectionName, { minChars: 1, maxChars: nameMaxChars })
      const attributes = parseAttributes(userAttributes)
      setUser({ connection: { name: connectionName, attributes, options: parseOptions(options) } })
    },
    setOrganization(idOrName: string): void {
      assertText('organization', idOrName, { minChars: 1, maxChars: organizationMaxChars })
      state.exchange = { ...state.exchange, organization: idOrName }
    },
    setActor(actor: { sub: string; act?: object; [property: string]: unknown }): void {
      state.exchange = { ...state.exchange, actor: parseActor(actor) }
    }
  }
}
