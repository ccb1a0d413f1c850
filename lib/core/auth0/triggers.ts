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

export const triggerIds = /* @__PURE__ */ Object.keys(handlers) as [TriggerId, ...TriggerId[]]

/** Versions that are not v1. @see https://auth0.com/docs/customize/actions/explore-triggers */
const versions: Partial<Record<TriggerId, string>> = {
  'post-login': 'v3',
  'pre-user-registration': 'v2',
  'post-user-registration': 'v2',
  'post-change-password': 'v2',
  'credentials-exchange': 'v2',
  'send-phone-message': 'v2'
}

export const currentVersion = (trigger: TriggerId): string => versions[trigger] ?? 'v1'

const entityBound: readonly TriggerId[] = [
  'custom-token-exchange',
  'custom-email-provider',
  'custom-phone-provider',
  'event-stream'
]

/** Whether a list of bindings can be set. Those of the others are Auth0's own, each with what the Action serves. */
export const isTriggerBound = (trigger: TriggerId): boolean => !entityBound.includes(trigger)

/** All names a trigger's Actions may be called by, the one at the start first. */
export const handlersOf = (trigger: TriggerId): string[] => Object.values(handlers[trigger])
