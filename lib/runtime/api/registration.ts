import { createSignupAccess } from './access.js'
import { createCache } from './cache.js'
import type { ActionContext } from './context.js'
import { createUser } from './user.js'
import { createUserId } from './user-id.js'
import { createValidation } from './validation.js'

/**
 * The `api` of a pre-user-registration Action.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/pre-user-registration-trigger/pre-user-registration-api-object
 */
export interface PreUserRegistrationApi {
  access: ReturnType<typeof createSignupAccess<PreUserRegistrationApi>>
  cache: ReturnType<typeof createCache>
  user: ReturnType<typeof createUser<PreUserRegistrationApi>> &
    ReturnType<typeof createUserId<PreUserRegistrationApi>>
  validation: ReturnType<typeof createValidation<PreUserRegistrationApi>>
}

/** What the Action may call. */
export const createPreUserRegistrationApi = (context: ActionContext): PreUserRegistrationApi => {
  const api = {} as PreUserRegistrationApi
  return Object.assign(api, {
    access: createSignupAccess(context, api),
    cache: createCache(context),
    user: { ...createUser(context, api), ...createUserId(context, api) },
    validation: createValidation(context, api)
  })
}
