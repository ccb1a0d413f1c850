import { signupFieldsMax, signupNameMaxChars, signupValueMaxChars } from '../auth0/limits.js'
import type { PreUserRegistrationEvent } from '../auth0/pre-user-registration.js'
import { copyOf } from '../claims/copies.js'
import { A0sealError } from '../errors.js'
import { createBudget } from '../metadata/budget.js'
import { sealedKey } from '../metadata/names.js'
import type { Policy, Slot } from '../policy/types.js'
import { seal } from '../seal/sealed-value.js'
import { parseSignupKeys, signupSubjects } from '../seal/signup.js'
import { type Decision, emptyDecision } from './decision.js'
import { metadataOf, tenantOf } from './run-facts.js'

/** What the guard reads of a policy. */
export type SignupPolicy = Pick<Policy, 'container' | 'slots' | 'copy' | 'limits'>

/** Strategies of passwordless connections: Auth0 keeps no metadata that this trigger sets for them. */
const passwordless = ['email', 'sms']

/** Auth0's limits of the sign-up endpoint, for whoever creates users in another way. */
const isWithinLimits = (fields: readonly [string, unknown][]): boolean =>
  fields.length <= signupFieldsMax &&
  fields.every(
    ([name, value]) =>
      name.length <= signupNameMaxChars && typeof value === 'string' && value.length <= signupValueMaxChars
  )

/**
 * Checks a sign-up, and seals fields of `user_metadata` before there is a user to bind them to: they are bound to what the
 * user signs up with, and to the user at the first login.
 *
 * @param options.now milliseconds since the epoch
 * @throws where anything is not as it must be: no seal, no sign-up
 * @see https://auth0.com/docs/api/authentication/signup/create-a-new-user
 */
export const decideSignup = (
  { container, slots, copy, limits }: SignupPolicy,
  event: PreUserRegistrationEvent,
  { now }: { now: number }
): Decision => {
  const { user, connection, secrets } = event
  const tenant = tenantOf(event)
  const decision = emptyDecision()
  const budget = createBudget({}, { container, maxChars: limits.profileMaxChars })
  const userMetadata = metadataOf(user.user_metadata)
  if (!isWithinLimits(Object.entries(userMetadata))) throw new A0sealError('ERR_SIGNUP')
  for (const [name, field] of Object.entries(copy)) {
    const copied = Object.hasOwn(userMetadata, name) ? copyOf(userMetadata[name], field) : undefined
    if (copied && 'code' in copied) decision.notes.push({ code: copied.code, fields: [name], failed: true })
  }
  for (const [audience, slot] of Object.entries(slots) as [string, Slot][]) {
    const names = slot.userMetadata.filter(name => Object.hasOwn(userMetadata, name))
    if (names.length === 0) continue
    const [subject] = signupSubjects(connection.name, user)
    if (!subject || passwordless.includes(connection.strategy)) throw new A0sealError('ERR_SIGNUP')
    const data = Object.fromEntries(names.map(name => [name, userMetadata[name] as string]))
    const claims = { data, iat: Math.floor(now / 1000), src: 'user' } as const
    const keySet = parseSignupKeys(secrets[slot.keys])
    const value = seal(claims, { tenant, subject, audience }, keySet)
    const place = sealedKey(container, audience)
    if (!budget.take({ [place]: value })) throw new A0sealError('ERR_TOO_LARGE')
    decision.appMetadata[place] = value
    for (const name of names) decision.userMetadata[name] = null
  }
  return decision
}
