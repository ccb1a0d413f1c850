import type { JsonObject } from '../../core/auth0/json.js'
import { isPlainObject } from '../../core/auth0/json.js'
import type { Connection } from '../seed/schema.js'

const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/]
const kindsIn = (password: string): number => kinds.filter(kind => kind.test(password)).length

interface Level {
  minChars: number
  isStrong: (password: string) => boolean
}

/** @see https://auth0.com/docs/authenticate/database-connections/password-strength */
const levels: Record<string, Level> = {
  low: { minChars: 6, isStrong: () => true },
  fair: { minChars: 8, isStrong: text => kinds.slice(0, 3).every(kind => kind.test(text)) },
  good: { minChars: 8, isStrong: text => kindsIn(text) >= 3 },
  excellent: { minChars: 10, isStrong: text => kindsIn(text) >= 3 && !/(.)\1\1/u.test(text) }
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

/**
 * What the policy of a database connection has against a password; undefined where it is strong enough. The dictionary is
 * that of the connection alone.
 */
export const passwordProblem = (
  password: string,
  { options }: Pick<Connection, 'options'>,
  profile: JsonObject
): string | undefined => {
  const { passwordPolicy, password_complexity_options: complexity } = options
  const level = levels[String(passwordPolicy)] ?? none
  const least = isPlainObject(complexity) ? Number(complexity.min_length ?? level.minChars) : level.minChars
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
