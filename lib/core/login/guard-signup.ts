import { signupFieldsMax, signupNameMaxChars, signupValueMaxChars } from '../auth0/limits.js'
import type { PreUserRegistrationAPI, PreUserRegistrationEvent } from '../auth0/pre-user-registration.js'
import { fail } from '../errors.js'
import { hasRoom } from '../metadata/budget.js'
import { sealedKey } from '../metadata/names.js'
import type { SignupPolicy } from '../policy/action-policy.js'
import { seal } from '../seal/sealed-value.js'
import { parseSignupKeys, signupSubjects } from '../seal/signup.js'
import { applyMetadata, type MetadataDecision, runStep } from './decision.js'
import type { Host } from './host.js'
import { metadataOf, tenantIssuerOf } from './run-facts.js'
import { wrongSize } from './seal/user-fields.js'

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
  policy: SignupPolicy,
  event: PreUserRegistrationEvent,
  { now }: { now: number }
): MetadataDecision => {
  const { user, connection, secrets } = event
  const iss = tenantIssuerOf(event)
  const decision: MetadataDecision = { appMetadata: {}, userMetadata: {}, notes: [] }
  const userMetadata = metadataOf(user.user_metadata)
  if (!isWithinLimits(Object.entries(userMetadata))) fail('ERR_SIGNUP')
  for (const [slot, { keys, userMetadata: fields }] of Object.entries(policy.slots)) {
    const sent = fields.filter(({ name }) => Object.hasOwn(userMetadata, name))
    if (sent.length === 0) continue
    const tooLarge = sent.filter(field => wrongSize(userMetadata[field.name], field))
    if (tooLarge.length > 0) {
      decision.notes.push({
        code: 'ERR_COPY_SIZE',
        slot,
        fields: tooLarge.map(({ name }) => name),
        failed: true
      })
      continue
    }
    const names = sent.map(({ name }) => name)
    const [sub] = signupSubjects(connection.name, user)
    if (!sub || passwordless.includes(connection.strategy)) return fail('ERR_SIGNUP')
    const data = Object.fromEntries(names.map(name => [name, userMetadata[name] as string]))
    const claims = { data, iat: Math.floor(now / 1000), src: 'user' } as const
    const keySet = parseSignupKeys(secrets[keys])
    const value = seal(claims, { iss, sub, aud: slot }, keySet)
    const place = sealedKey(policy.container, slot)
    if (!hasRoom(decision.appMetadata, { [place]: value }, policy)) fail('ERR_TOO_LARGE')
    decision.appMetadata[place] = value
    for (const name of names) decision.userMetadata[name] = null
  }
  return decision
}

/** The Action `guard-signup`. */
export const signupAction =
  (policy: SignupPolicy, { now, log }: Host) =>
  async (event: PreUserRegistrationEvent, api: PreUserRegistrationAPI): Promise<void> => {
    const line = runStep({
      action: 'guard-signup',
      decide: () => decideSignup(policy, event, { now: now() }),
      apply: applyMetadata,
      api,
      onError: 'deny'
    })
    if (line) log(line)
  }
