import { createCredentialsAccess, createTokenExchangeAccess } from '../access.js'
import { createCache } from '../cache.js'
import { createClaims } from '../claims.js'
import type { ActionContext } from '../context.js'
import { createTargetScopes } from '../login/target-scopes.js'
import { createUser } from '../user.js'
import { createTokenExchange } from './token-exchange.js'

/**
 * The `api` of a credentials-exchange Action.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/machine-to-machine-trigger/credentials-exchange-api-object
 */
export interface CredentialsExchangeApi {
  access: ReturnType<typeof createCredentialsAccess<CredentialsExchangeApi>>
  accessToken: ReturnType<typeof createClaims<CredentialsExchangeApi>>
  cache: ReturnType<typeof createCache>
  transaction: ReturnType<typeof createTargetScopes>
}

/** What the Action may call. */
export const createCredentialsExchangeApi = (context: ActionContext): CredentialsExchangeApi => {
  const api = {} as CredentialsExchangeApi
  return Object.assign(api, {
    access: createCredentialsAccess(context, api),
    accessToken: createClaims(context, 'access_token', api),
    cache: createCache(context),
    transaction: createTargetScopes(context)
  })
}

/**
 * The `api` of a custom-token-exchange Action.
 * @see https://auth0.com/docs/actions/reference/custom-token-exchange/custom-token-exchange-api-object
 */
export type CustomTokenExchangeApi = ReturnType<typeof createCustomTokenExchangeApi>

/** What the Action may call. */
export const createCustomTokenExchangeApi = (context: ActionContext) => ({
  access: createTokenExchangeAccess(context),
  authentication: createTokenExchange(context),
  cache: createCache(context),
  user: createUser(context, undefined)
})
