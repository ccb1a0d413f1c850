import { isPlainObject } from '../core/auth0/json.js'
import type { Connection } from './connections.js'
import { type LoginFacts, sealAction } from './login-facts.js'

export type LimitationCode =
  | 'root-fields-only'
  | 'name'
  | 'email'
  | 'saml-debug'
  | 'not-synced'
  | 'database'
  | 'database-options'
  | 'other-connections'
  | 'mfa-policy'
  | 'mfa-action'
  | 'redirect-action'
  | 'not-sealed'
  | 'login-not-seen'
  | 'login-not-verifiable'
  | 'not-checked'

/**
 * A limitation of the deny list that applies.
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export interface Limitation {
  code: LimitationCode
  /** The names it is about; absent where it is about all. */
  attributes?: string[]
  message: string
}

/** Dots that are no part of a URL read like a path. */
const isPath = (name: string): boolean =>
  /^(user_metadata|app_metadata)\b/.test(name) || (name.includes('.') && !/^[a-z][a-z\d+.-]*:/i.test(name))

const aboutNames: [code: LimitationCode, isAbout: (name: string) => boolean, message: string][] = [
  [
    'root-fields-only',
    isPath,
    'only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path'
  ],
  ['name', name => name === 'name' || name === 'nickname', 'denied, it is missing from tokens too'],
  ['email', name => name === 'email', 'denied, it cannot be mapped into a custom claim']
]

/** What the policy takes from other connections only. */
export const elsewhereLimitations = (elsewhere: readonly string[]): Limitation[] =>
  elsewhere.length === 0
    ? []
    : [
        {
          code: 'other-connections',
          attributes: [...elsewhere],
          message: 'the policy names other connections for it: where this one sends it, it is stored in clear'
        }
      ]

/** Limitations that depend on the connection and the names on its list. */
export const connectionLimitations = (
  { strategy, options = {} }: Connection,
  names: readonly string[]
): Limitation[] => {
  if (names.length === 0) return []
  const found: Limitation[] = aboutNames.flatMap(([code, isAbout, message]) => {
    const attributes = names.filter(isAbout)
    return attributes.length > 0 ? [{ code, attributes, message }] : []
  })
  if (strategy === 'samlp' && options.debug === true)
    found.push({ code: 'saml-debug', message: 'debug mode is on: the attributes are in the tenant logs' })
  const sync = options.set_user_root_attributes ?? 'on_each_login'
  if (sync !== 'on_each_login')
    found.push({
      code: 'not-synced',
      message: `set_user_root_attributes is ${sync}: what was stored before stays in the profile, and no API removes it`
    })
  if (strategy === 'auth0')
    found.push({
      code: 'database',
      message:
        'a database of Auth0: its documentation does not say what a deny list does where Auth0 is the source'
    })
  if (
    strategy === 'auth0' &&
    isPlainObject(options.configuration) &&
    Object.keys(options.configuration).length > 0
  )
    found.push({
      code: 'database-options',
      message:
        'options.configuration reads back encrypted, and goes back as it was read: try its scripts on a tenant for tests first'
    })
  return found
}

/** What is risked where no login was looked for. */
export const withoutLogin: Limitation = {
  code: 'login-not-seen',
  message: 'no login was looked for: if sealing does not work here, what is denied is lost at each login'
}

/** Slots of which nothing is stored. */
export const notVerifiable = (slots: readonly string[]): Limitation[] =>
  slots.length === 0
    ? []
    : [
        {
          code: 'login-not-verifiable',
          message: `${slots.join(', ')}: kept for the login only, so that whether it is sealed cannot be seen`
        }
      ]

/** Limitations that hold for all connections of the tenant. */
export const tenantLimitations = ({
  isSealBound,
  mfaPolicies = [],
  mfaActions,
  redirectActions,
  missingScopes,
  unread
}: LoginFacts): Limitation[] => {
  const behind =
    'behind it denied attributes are missing, unless they were sealed before it and are released after it'
  const found: Limitation[] = []
  if (isSealBound === false)
    found.push({
      code: 'not-sealed',
      message: `${sealAction} is not bound to post-login: what is denied is gone after each login`
    })
  if (mfaPolicies.length > 0)
    found.push({
      code: 'mfa-policy',
      message: `MFA is on (${mfaPolicies.join(', ')}): denied attributes are missing from tokens, unless they are sealed and released`
    })
  if (mfaActions.length > 0)
    found.push({ code: 'mfa-action', message: `${mfaActions.join(', ')} may ask for MFA: ${behind}` })
  if (redirectActions.length > 0)
    found.push({
      code: 'redirect-action',
      message: `${redirectActions.join(', ')} may redirect: ${behind}`
    })
  if (missingScopes.length > 0)
    found.push({
      code: 'not-checked',
      message: `without ${missingScopes.join(' and ')} not all could be checked`
    })
  for (const message of unread)
    found.push({ code: 'not-checked', message: `not all could be checked: ${message}` })
  return found
}
