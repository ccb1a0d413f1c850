import { createAccess } from './access.js'
import { createCache } from './cache.js'
import type { ActionContext } from './context.js'
import { createAuthentication } from './login/authentication.js'
import { createPrompt } from './login/prompt.js'
import { createRedirect } from './login/redirect.js'
import { createResetTransaction } from './login/transaction.js'

/**
 * The `api` of a password-reset-post-challenge Action.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/password-reset-triggers/post-challenge-trigger/post-challenge-api-object
 */
export type PasswordResetPostChallengeApi = ReturnType<typeof createPasswordResetApi>

/** What the Action may call. */
export const createPasswordResetApi = (context: ActionContext) => {
  const { challengeWith, challengeWithAny } = createAuthentication(context, undefined)
  const { encodeToken, sendUserTo, validateToken } = createRedirect(context, undefined)
  return {
    access: createAccess(context, undefined),
    authentication: { challengeWith, challengeWithAny },
    cache: createCache(context),
    prompt: createPrompt(context),
    redirect: { encodeToken, sendUserTo, validateToken },
    transaction: createResetTransaction(context)
  }
}
