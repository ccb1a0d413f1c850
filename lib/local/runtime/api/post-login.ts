import { createAccess } from './access.js'
import { createAuthentication } from './authentication.js'
import { createCache } from './cache.js'
import { createClaims } from './claims.js'
import type { ActionContext } from './context.js'
import { createMultifactor } from './multifactor.js'
import { createRedirect } from './redirect.js'
import { createRules } from './rules.js'
import { createScopes } from './scopes.js'
import { createTransaction } from './transaction.js'
import { createUser } from './user.js'

/**
 * The `api` of a post-login Action.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/post-login-api-object
 */
export interface PostLoginApi {
  access: ReturnType<typeof createAccess<PostLoginApi>>
  accessToken: ReturnType<typeof createClaims<PostLoginApi>> & ReturnType<typeof createScopes>
  authentication: ReturnType<typeof createAuthentication<PostLoginApi>>
  cache: ReturnType<typeof createCache>
  idToken: ReturnType<typeof createClaims<PostLoginApi>>
  multifactor: ReturnType<typeof createMultifactor<PostLoginApi>>
  redirect: ReturnType<typeof createRedirect<PostLoginApi>>
  rules: ReturnType<typeof createRules>
  transaction: ReturnType<typeof createTransaction>
  user: ReturnType<typeof createUser<PostLoginApi>>
}

/** What the Action may call; what it asked for is then in `context.state` and `context.effects`. */
export const createPostLoginApi = (context: ActionContext): PostLoginApi => {
  const api = {} as PostLoginApi
  return Object.assign(api, {
    access: createAccess(context, api),
    accessToken: { ...createClaims(context, 'access_token', api), ...createScopes(context) },
    authentication: createAuthentication(context, api),
    cache: createCache(context),
    idToken: createClaims(context, 'id_token', api),
    multifactor: createMultifactor(context, api),
    redirect: createRedirect(context, api),
    rules: createRules(),
    transaction: createTransaction(context),
    user: createUser(context, api)
  })
}
