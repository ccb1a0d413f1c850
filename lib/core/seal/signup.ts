import { timeOf } from '../auth0/time.js'
import { typSignup } from '../format/header.js'
import { createKeySetParser } from '../jwe/key-set.js'
import { importSecretKey } from '../jwe/secret-keys.js'

/** The keys of a readable slot, for provisional values. */
export const parseSignupKeys = /* @__PURE__ */ createKeySetParser(typSignup, importSecretKey)

/** How long before or after `created_at` a provisional value may have been sealed, seconds. */
const signupWindowSeconds = 10 * 60

const kinds = ['email', 'username', 'phone_number'] as const

/** `sub` of provisional values, one for each identifier of the user: `urn:a0seal:signup:<connection>:<kind>:<identifier>`. */
export const signupSubjects = (connection: string, user: Readonly<Record<string, unknown>>): string[] =>
  kinds.flatMap(kind => {
    const identifier = user[kind]
    return typeof identifier === 'string' && identifier
      ? [`urn:a0seal:signup:${connection}:${kind}:${identifier.toLowerCase()}`]
      : []
  })

/** True where a provisional value was sealed when its user was created. */
export const isOfSignup = (iat: number, createdAt: unknown): boolean =>
  Math.abs(iat - timeOf(createdAt) / 1000) <= signupWindowSeconds
