import type { PostLoginEvent } from '../core/auth0/post-login.js'
import { words } from '../core/auth0/words.js'
import type { RuleContext, RuleGlobals, RuleUser } from './rule.js'

/** All that a Rule knows of a login. */
export interface RuleLogin {
  user: RuleUser
  context: RuleContext
  configuration: RuleGlobals['configuration']
}

/** A request parameter, wherever it was sent. */
const parameterOf = ({ request }: RuleContext, name: string): string | undefined => {
  const value = request?.query?.[name] ?? request?.body?.[name]
  return typeof value === 'string' && value ? value : undefined
}

/** ISO time of an Action from the milliseconds of a Rule; what is no time stays none. */
const timeOf = (timestamp: number | string): string => {
  const time = new Date(timestamp)
  return Number.isNaN(time.getTime()) ? String(timestamp) : time.toISOString()
}

/**
 * The event that an Action would have had in the place of a Rule.
 *
 * A Rule knows less: the API and the scopes are those of this request, so a refresh names none, and there is no actor.
 * `delegation` counts as the token exchange that replaced it.
 *
 * @see https://auth0.com/docs/customize/actions/migrate/migrate-from-rules-to-actions
 */
export const eventOfRule = ({ user, context, configuration }: RuleLogin): PostLoginEvent => {
  const { tenant, clientID, clientMetadata, connection, connectionStrategy, organization } = context
  const { authentication, primaryUser, protocol, a0seal } = context
  const audience = parameterOf(context, 'audience')
  return {
    tenant: { id: tenant },
    user,
    client: { client_id: clientID, metadata: clientMetadata },
    ...(connection !== undefined && { connection: { name: connection, strategy: connectionStrategy ?? '' } }),
    organization,
    ...(audience && { resource_server: { identifier: audience } }),
    ...(authentication && {
      authentication: {
        methods: authentication.methods.map(({ name, timestamp }) => ({ name, timestamp: timeOf(timestamp) }))
      }
    }),
    session: { user_id: primaryUser },
    transaction: {
      protocol: protocol === 'delegation' ? 'oauth2-token-exchange' : protocol,
      prompt: words(parameterOf(context, 'prompt')),
      requested_scopes: words(parameterOf(context, 'scope')),
      metadata: a0seal
    },
    secrets: configuration
  }
}
