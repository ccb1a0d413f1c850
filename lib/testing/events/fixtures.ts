import type { TriggerId } from '../../runtime/code/handlers.js'
import { eventStreamEvent } from './event-stream.js'
import { credentialsExchangeEvent, customTokenExchangeEvent } from './exchange.js'
import { loginPostIdentifierEvent, signupPostIdentifierEvent } from './identifier.js'
import { customEmailProviderEvent, customPhoneProviderEvent, sendPhoneMessageEvent } from './message.js'
import { passwordResetPostChallengeEvent, postChangePasswordEvent } from './password.js'
import { postLoginEvent } from './post-login.js'
import { postUserRegistrationEvent, preUserRegistrationEvent } from './registration.js'

/** The fixture of each trigger. */
export const fixtures = {
  'post-login': postLoginEvent,
  'pre-user-registration': preUserRegistrationEvent,
  'post-user-registration': postUserRegistrationEvent,
  'credentials-exchange': credentialsExchangeEvent,
  'post-change-password': postChangePasswordEvent,
  'send-phone-message': sendPhoneMessageEvent,
  'password-reset-post-challenge': passwordResetPostChallengeEvent,
  'custom-token-exchange': customTokenExchangeEvent,
  'custom-email-provider': customEmailProviderEvent,
  'custom-phone-provider': customPhoneProviderEvent,
  'event-stream': eventStreamEvent,
  'login-post-identifier': loginPostIdentifierEvent,
  'signup-post-identifier': signupPostIdentifierEvent
} as const satisfies Record<TriggerId, () => object>

/** The event of a trigger. */
export type EventOf<Trigger extends TriggerId> = ReturnType<(typeof fixtures)[Trigger]>
