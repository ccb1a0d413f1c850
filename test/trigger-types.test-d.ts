// Checked by tsc alone: every line compiles, and what must not compile says so.

import type {
  ActionHandler,
  ApiOf,
  CredentialsExchangeAPI,
  CredentialsExchangeEvent,
  CustomEmailProviderAPI,
  CustomEmailProviderEvent,
  CustomPhoneProviderAPI,
  CustomPhoneProviderEvent,
  CustomTokenExchangeAPI,
  CustomTokenExchangeEvent,
  EventOf,
  EventStreamAPI,
  EventStreamEvent,
  LoginPostIdentifierAPI,
  LoginPostIdentifierEvent,
  PasswordResetPostChallengeAPI,
  PasswordResetPostChallengeEvent,
  PostChangePasswordAPI,
  PostChangePasswordEvent,
  PostLoginAPI,
  PostLoginEvent,
  PostUserRegistrationAPI,
  PostUserRegistrationEvent,
  PreUserRegistrationAPI,
  PreUserRegistrationEvent,
  SendPhoneMessageAPI,
  SendPhoneMessageEvent,
  SignupPostIdentifierAPI,
  SignupPostIdentifierEvent,
  TriggerId
} from 'a0seal'
import { createSealer, type definePolicy, guardSignup, once, remember, sealAttributes } from 'a0seal'
import type * as kit from 'a0seal/testing'

/** Every trigger, with its two types. */
interface Named {
  'post-login': [PostLoginEvent, PostLoginAPI]
  'pre-user-registration': [PreUserRegistrationEvent, PreUserRegistrationAPI]
  'post-user-registration': [PostUserRegistrationEvent, PostUserRegistrationAPI]
  'credentials-exchange': [CredentialsExchangeEvent, CredentialsExchangeAPI]
  'post-change-password': [PostChangePasswordEvent, PostChangePasswordAPI]
  'send-phone-message': [SendPhoneMessageEvent, SendPhoneMessageAPI]
  'password-reset-post-challenge': [PasswordResetPostChallengeEvent, PasswordResetPostChallengeAPI]
  'custom-token-exchange': [CustomTokenExchangeEvent, CustomTokenExchangeAPI]
  'custom-email-provider': [CustomEmailProviderEvent, CustomEmailProviderAPI]
  'custom-phone-provider': [CustomPhoneProviderEvent, CustomPhoneProviderAPI]
  'event-stream': [EventStreamEvent, EventStreamAPI]
  'login-post-identifier': [LoginPostIdentifierEvent, LoginPostIdentifierAPI]
  'signup-post-identifier': [SignupPostIdentifierEvent, SignupPostIdentifierAPI]
}
type Right = { [Trigger in TriggerId]: [EventOf<Trigger>, ApiOf<Trigger>] }
declare const named: Named
named satisfies Right
declare const right: Right
right satisfies Named

// The same handlers as in a0seal/testing, so that the kit runs what these types check.
export const typed = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  const sealer = createSealer(event.secrets.A0SEAL_KEYS, { tenant: event.tenant.id })
  const place = { user: event.user.user_id, slot: 'own' }
  const { value, isChanged } = sealer.update(event.user.app_metadata.own, { plan: 'gold' }, place)
  if (isChanged) api.user.setAppMetadata('own', value).idToken.setCustomClaim('https://acme.test/own', true)
  const { data } = sealer.open<{ plan: string }>(value, place)
  data.plan satisfies string
  // @ts-expect-error no such member
  data.iban
  // @ts-expect-error no such member of the event
  event.users
}
typed satisfies ActionHandler
typed satisfies kit.ActionHandler<'post-login'>
// @ts-expect-error not of this trigger
typed satisfies ActionHandler<'credentials-exchange'>

// What the library exports can be awaited in them.
declare const policy: ReturnType<typeof definePolicy>
export const together: ActionHandler<'post-login'> = async (event, api) => {
  await sealAttributes(policy)(event, api)
  const now = Date.now()
  await once('welcome', () => undefined, { event, api, now })
  await remember('company', () => 'Acme', { event, api, now, maxAgeSeconds: 60 })
}
export const signup: ActionHandler<'pre-user-registration'> = guardSignup(policy)

// What may be sealed.
const sealer = createSealer(undefined, { tenant: 'acme' })
const place = { user: 'auth0|1', slot: 'own' }
sealer.seal({ list: ['a', 1, null], nested: { deep: true } } as const, place)
// @ts-expect-error an object
sealer.seal('text', place)
// @ts-expect-error JSON has no dates
sealer.seal({ at: new Date() }, place)
// @ts-expect-error JSON has no undefined
sealer.seal({ at: undefined }, place)
// @ts-expect-error a value is bound to a user
sealer.seal({}, { slot: 'own' })
// @ts-expect-error and to a tenant
createSealer('keys', {})
