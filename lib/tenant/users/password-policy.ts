import type { JsonObject } from '../../core/auth0/json.js'
import { isPlainObject } from '../../core/auth0/json.js'
import type { Connection } from '../seed/schema.js'

const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/]
const kindsIn = (password: string): number => kinds.filter(kind => kind.test(password)).length

interface Level {
  minChars: number
  /** What else it asks for, in words. */
  rule?: string
  isStrong: (password: string) => boolean
}

const mixed = 'three of lower case, upper case, digits and other characters'

/** @see https://auth0.com/docs/authenticate/database-connections/password-strength */
const levels: Record<string, Level> = {
  low: { minChars: 6, isStrong: () => true },
  fair: {
    minChars: 8,
    rule: 'lower case, upper case and digits',
    isStrong: text => kinds.slice(0, 3).every(kind => kind.test(text))
  },
  good: { minChars: 8, rule: mixed, isStrong: text => kindsIn(text) >= 3 },
  excellent: {
    minChars: 10,
    rule: `${mixed}; not three times the same character`,
    isStrong: text => kindsIn(text) >= 3 && !/(.)\1\1/u.test(text)
  }
}
const none: Level = { minChars: 1, isStrong: () => true }

const enabled = (option: unknown): JsonObject | undefined =>
  isPlainObject(option) && option.enable === true ? (option as JsonObject) : undefined

const historySize = 5

/** How many passwords before that of today a connection remembers; undefined where it has no history. */
export const rememberedPasswords = ({ options }: Pick<Connection, 'options'>): number | undefined => {
  const history = enabled(options.password_history)
  return history && Number(history.size ?? historySize)
}

const personalFields = ['email', 'username', 'name', 'nickname', 'given_name', 'family_name']
const personalMinChars = 3

const holdsPersonal = (password: string, profile: JsonObject): boolean =>
  personalFields
    .flatMap(field => String(profile[field] ?? '').split(/[\s@]+/))
    .some(part => part.length >= personalMinChars && password.includes(part.toLowerCase()))

const leastChars = (
  { password_complexity_options: complexity }: Connection['options'],
  level: Level
): number => (isPlainObject(complexity) ? Number(complexity.min_length ?? level.minChars) : level.minChars)

/** What a database asks of a password, in words, for whoever is to choose one. */
export const passwordRule = ({ options }: Pick<Connection, 'options'>): string => {
  const level = levels[String(options.passwordPolicy)] ?? none
  const least = leastChars(options, level)
  return [
    `At least ${least} character${least === 1 ? '' : 's'}`,
    level.rule,
    enabled(options.password_dictionary) && 'no common password',
    enabled(options.password_no_personal_info) && 'nothing of your name or address'
  ]
    .filter(Boolean)
    .join('; ')
}

/**
 * What the policy of a database connection has against a password; undefined where it is strong enough. The dictionary is
 * that of the connection alone.
 */
export const passwordProblem = (
  password: string,
  { options }: Pick<Connection, 'options'>,
  profile: JsonObject
): string | undefined => {
  const level = levels[String(options.passwordPolicy)] ?? none
  const least = leastChars(options, level)
  if ([...password].length < least) return `PasswordStrengthError: At least ${least} characters are needed`
  if (!level.isStrong(password)) return 'PasswordStrengthError: Password is too weak'
  const lower = password.toLowerCase()
  const words = [enabled(options.password_dictionary)?.dictionary ?? []].flat()
  if (words.some(word => String(word).toLowerCase() === lower)) {
    return 'PasswordDictionaryError: Password is too common'
  }
  return enabled(options.password_no_personal_info) && holdsPersonal(lower, profile)
    ? 'PasswordNoUserInfoError: Password contains user information'
    : undefined
}
