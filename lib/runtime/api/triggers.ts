import type { TriggerId } from '../code/handlers.js'
import { createCache } from './cache.js'
import type { ActionContext } from './context.js'
import { createCredentialsExchangeApi, createCustomTokenExchangeApi } from './exchange/exchanges.js'
import { createIdentifier } from './identifier.js'
import { createPostLoginApi } from './login/post-login.js'
import { createNotification } from './notification.js'
import { createPasswordResetApi } from './password-reset.js'
import { createPreUserRegistrationApi } from './registration.js'

/** The `api` where an Action only watches: what it is told of has happened already. */
export type WatchingApi = ReturnType<typeof createWatchingApi>
const createWatchingApi = (context: ActionContext) => ({ cache: createCache(context) })

/** The `api` of a custom e-mail or phone provider. */
export type ProviderApi = ReturnType<typeof createProviderApi>
const createProviderApi = (context: ActionContext) => ({
  cache: createCache(context),
  notification: createNotification(context)
})

/** The `api` of the post-identifier triggers. */
export type PostIdentifierApi = ReturnType<typeof createPostIdentifierApi>
const createPostIdentifierApi = (context: ActionContext) => ({ authentication: createIdentifier(context) })

const apis = {
  'post-login': createPostLoginApi,
  'pre-user-registration': createPreUserRegistrationApi,
  'post-user-registration': createWatchingApi,
  'credentials-exchange': createCredentialsExchangeApi,
  'post-change-password': createWatchingApi,
  'send-phone-message': createWatchingApi,
  'password-reset-post-challenge': createPasswordResetApi,
  'custom-token-exchange': createCustomTokenExchangeApi,
  'custom-email-provider': createProviderApi,
  'custom-phone-provider': createProviderApi,
  'event-stream': createWatchingApi,
  'login-post-identifier': createPostIdentifierApi,
  'signup-post-identifier': createPostIdentifierApi
} as const satisfies Record<TriggerId, (context: ActionContext) => object>

/** The `api` of an Action, by trigger. */
export type ApiOf<Trigger extends TriggerId> = ReturnType<(typeof apis)[Trigger]>

/** What an Action of this trigger may call; what it asked for is then in `context.state` and `context.effects`. */
export const createApi = <Trigger extends TriggerId>(
  trigger: Trigger,
  context: ActionContext
): ApiOf<Trigger> => apis[trigger](context) as ApiOf<Trigger>
