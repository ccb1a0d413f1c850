import { createAccess } from '../access.js'
import { createCache } from '../cache.js'
import { createClaims } from '../claims.js'
import type { ActionContext } from '../context.js'
import { createUser } from '../user.js'
import { createValidation } from '../validation.js'
import { createAuthentication } from './authentication.js'
import { createGroups } from './groups.js'
import { createMultifactor } from './multifactor.js'
import { createPrompt } from './prompt.js'
import { createRedirect } from './redirect.js'
import { createRefreshToken } from './refresh-token.js'
import { createRoles } from './roles.js'
import { createRules } from './rules.js'
import { createSamlResponse } from './saml-response.js'
import { createScopes } from './scopes.js'
import { createSession } from './session.js'
import { createTargetScopes } from './target-scopes.js'
import { createTransaction } from './transaction.js'

/**
 * The `api` of a post-login Action.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/post-login-api-object
 */
export interface PostLoginApi {
  access: ReturnType<typeof createAccess<PostLoginApi>>
  accessToken: ReturnType<typeof createClaims<PostLoginApi>> & ReturnType<typeof createScopes>
  authentication: ReturnType<typeof createAuthentication<PostLoginApi>>
  cache: ReturnType<typeof createCache>
  groups: ReturnType<typeof createGroups>
  idToken: ReturnType<typeof createClaims<PostLoginApi>>
  multifactor: ReturnType<typeof createMultifactor<PostLoginApi>>
  prompt: ReturnType<typeof createPrompt>
  redirect: ReturnType<typeof createRedirect<PostLoginApi>>
  refreshToken: ReturnType<typeof createRefreshToken>
  roles: ReturnType<typeof createRoles>
  rules: ReturnType<typeof createRules>
  samlResponse: ReturnType<typeof createSamlResponse<PostLoginApi>>
  session: ReturnType<typeof createSession>
  transaction: ReturnType<typeof createTransaction> & ReturnType<typeof createTargetScopes>
  user: ReturnType<typeof createUser<PostLoginApi>>
  validation: ReturnType<typeof createValidation<PostLoginApi>>
}

/** What the Action may call; what it asked for is then in `context.state` and `context.effects`. */
export const createPostLoginApi = (context: ActionContext): PostLoginApi => {
  const api = {} as PostLoginApi
  return Object.assign(api, {
    access: createAccess(context, api),
    accessToken: { ...createClaims(context, 'access_token', api), ...createScopes(context) },
    authentication: createAuthentication(context, api),
    cache: createCache(context),
    groups: createGroups(context),
    idToken: createClaims(context, 'id_token', api),
    multifactor: createMultifactor(context, api),
    prompt: createPrompt(context),
    redirect: createRedirect(context, api),
    refreshToken: createRefreshToken(context),
    roles: createRoles(context),
    rules: createRules(context),
    samlResponse: createSamlResponse(context, api),
    session: createSession(context),
    transaction: { ...createTransaction(context), ...createTargetScopes(context) },
    user: createUser(context, api),
    validation: createValidation(context, api)
  })
}
