import type { ApiOf, EventOf } from './testing/index.js'

// Types alone: nothing of the kit comes into an Action by them.

export type { ActionHandler, ApiOf, EventOf, TriggerId } from './testing/index.js'

/** Each login, silent ones and refreshes too. */
export type PostLoginEvent = EventOf<'post-login'>
export type PostLoginAPI = ApiOf<'post-login'>

/** Before a user of a database or passwordless connection is made. */
export type PreUserRegistrationEvent = EventOf<'pre-user-registration'>
export type PreUserRegistrationAPI = ApiOf<'pre-user-registration'>

/** After such a user was made. */
export type PostUserRegistrationEvent = EventOf<'post-user-registration'>
export type PostUserRegistrationAPI = ApiOf<'post-user-registration'>

/** Before a service gets an access token of its own. */
export type CredentialsExchangeEvent = EventOf<'credentials-exchange'>
export type CredentialsExchangeAPI = ApiOf<'credentials-exchange'>

/** After a password was changed. */
export type PostChangePasswordEvent = EventOf<'post-change-password'>
export type PostChangePasswordAPI = ApiOf<'post-change-password'>

/** In place of the provider of MFA messages. */
export type SendPhoneMessageEvent = EventOf<'send-phone-message'>
export type SendPhoneMessageAPI = ApiOf<'send-phone-message'>

/** In a password reset, after the first challenge. */
export type PasswordResetPostChallengeEvent = EventOf<'password-reset-post-challenge'>
export type PasswordResetPostChallengeAPI = ApiOf<'password-reset-post-challenge'>

/** For each token that is to be exchanged. */
export type CustomTokenExchangeEvent = EventOf<'custom-token-exchange'>
export type CustomTokenExchangeAPI = ApiOf<'custom-token-exchange'>

/** In place of the e-mail provider. */
export type CustomEmailProviderEvent = EventOf<'custom-email-provider'>
export type CustomEmailProviderAPI = ApiOf<'custom-email-provider'>

/** In place of the phone provider. */
export type CustomPhoneProviderEvent = EventOf<'custom-phone-provider'>
export type CustomPhoneProviderAPI = ApiOf<'custom-phone-provider'>

/** For each event of a stream. */
export type EventStreamEvent = EventOf<'event-stream'>
export type EventStreamAPI = ApiOf<'event-stream'>

/** At a login, after the identifier was given. */
export type LoginPostIdentifierEvent = EventOf<'login-post-identifier'>
export type LoginPostIdentifierAPI = ApiOf<'login-post-identifier'>

/** At a sign-up, after the identifier was given. */
export type SignupPostIdentifierEvent = EventOf<'signup-post-identifier'>
export type SignupPostIdentifierAPI = ApiOf<'signup-post-identifier'>
