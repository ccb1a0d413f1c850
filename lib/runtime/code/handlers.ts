/**
 * What Auth0 calls an Action by, for each trigger: at the start, and after a redirect or prompt.
 * @see https://auth0.com/docs/customize/actions/explore-triggers
 */
export const handlers = {
  'post-login': { execute: 'onExecutePostLogin', resume: 'onContinuePostLogin' },
  'pre-user-registration': {
    execute: 'onExecutePreUserRegistration',
    resume: 'onContinuePreUserRegistration'
  },
  'post-user-registration': { execute: 'onExecutePostUserRegistration' },
  'credentials-exchange': { execute: 'onExecuteCredentialsExchange' },
  'post-change-password': { execute: 'onExecutePostChangePassword' },
  'send-phone-message': { execute: 'onExecuteSendPhoneMessage' },
  'password-reset-post-challenge': { execute: 'onExecutePostChallenge', resume: 'onContinuePostChallenge' },
  'custom-token-exchange': { execute: 'onExecuteCustomTokenExchange' },
  'custom-email-provider': { execute: 'onExecuteCustomEmailProvider' },
  'custom-phone-provider': { execute: 'onExecuteCustomPhoneProvider' },
  'event-stream': { execute: 'onExecuteEventStream' },
  // Betas without a reference page. The name is from published Actions; for sign-up it is taken to be the same.
  'login-post-identifier': { execute: 'onExecutePostIdentifier' },
  'signup-post-identifier': { execute: 'onExecutePostIdentifier' }
} as const

export type TriggerId = keyof typeof handlers

type Handlers = (typeof handlers)[TriggerId]
type ResumeName = Extract<Handlers, { resume: string }>['resume']
export type HandlerName = Handlers['execute'] | ResumeName

/** The handler that is called when the browser is back; of a trigger that cannot be suspended, its only one. */
export const resumeHandler = (trigger: TriggerId): HandlerName => {
  const names: { execute: HandlerName; resume?: HandlerName } = handlers[trigger]
  return names.resume ?? names.execute
}
