import type { JsonObject } from '../../core/auth0/json.js'
import type { RunResult } from '../../runtime/types.js'
import type { EventRequest } from '../sessions/transactions.js'
import type { TenantClient } from '../store/clients.js'
import type { LogFields } from '../store/log.js'
import type { TenantState } from '../store/tenant-store.js'
import type { TenantConnection } from '../users/connections.js'
import type { NewDatabaseUser, RegistrationHooks, RegistrationRefusal } from '../users/database-users.js'
import type { User } from '../users/users.js'
import { clientOf, connectionOf, type Origin, present, requestOf, transactionOf } from './event-parts.js'

/** How somebody comes to sign up. The Management API has none of it. */
export interface Registration {
  client: TenantClient
  request: EventRequest
  origin: Origin
  /** Parameters of the login the sign-up belongs to, where it is one of the login pages. */
  params?: JsonObject
}

const apiRequest: EventRequest = { method: 'POST', query: {}, body: {} }
const apiOrigin: Origin = { ip: '127.0.0.1', hostname: '' }

const merge = (stored: JsonObject = {}, changes: JsonObject = {}): JsonObject =>
  Object.fromEntries(Object.entries({ ...stored, ...changes }).filter(([, value]) => value !== null))

/** What the event of both triggers says besides the user. */
const eventOf = (
  { id }: Pick<TenantState, 'id'>,
  connection: TenantConnection,
  { client, request = apiRequest, origin = apiOrigin, params }: Partial<Registration> = {}
): JsonObject =>
  present({
    tenant: { id },
    client: client && clientOf(client),
    connection: connectionOf(connection),
    request: requestOf(request, origin),
    // Auth0 has it at the sign-up page only, not at the API: Actions tell the two apart by it.
    transaction: params && { ...transactionOf(params), protocol: 'oidc-basic-profile' }
  })

const refusalOf = ({ outcome }: RunResult): RegistrationRefusal | undefined => {
  if (outcome.type === 'completed') return undefined
  if (outcome.type === 'denied') {
    const { code, reason, userMessage } = outcome
    // `validation.error` has its message for the user, `access.deny` may have one apart from the reason.
    return code === undefined
      ? { denied: reason, ...(userMessage !== undefined && { userMessage }) }
      : { denied: code, userMessage: reason }
  }
  return { denied: outcome.type === 'failed' ? outcome.message : 'The sign-up was suspended.' }
}

/**
 * Runs the Actions of pre-user-registration before a database user is stored, and those of post-user-registration after
 * that, when nobody waits for them any more.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers
 */
export const createRegistrationHooks = (
  state: Pick<TenantState, 'id' | 'actions' | 'runtime' | 'log'>
): Required<RegistrationHooks> => {
  const report = (
    trigger: 'pre-user-registration' | 'post-user-registration',
    result: RunResult,
    userId?: string
  ): string =>
    state.log.addExecution({
      trigger,
      ...(userId !== undefined && { user_id: userId }),
      outcome: result.outcome.type,
      actions: result.actions,
      dropped: result.state.dropped
    })

  return {
    async before(user, connection, registration) {
      const actions = state.actions.bound('pre-user-registration')
      if (actions.length === 0) return { user }
      const { profile, user_metadata, app_metadata } = user
      const event = {
        ...eventOf(state, connection, registration),
        user: present({ ...profile, user_metadata, app_metadata })
      }
      const result = await state.runtime.run({ trigger: 'pre-user-registration', actions, event })
      report('pre-user-registration', result)
      const refusal = refusalOf(result)
      if (refusal) return refusal
      const { profileUpdate } = result
      const registered: NewDatabaseUser = {
        ...user,
        user_metadata: merge(user_metadata, profileUpdate?.user_metadata),
        app_metadata: merge(app_metadata, profileUpdate?.app_metadata)
      }
      return { user: registered }
    },

    after(user: User, connection, registration) {
      const actions = state.actions.bound('post-user-registration')
      if (actions.length === 0) return
      const { last_login: _login, last_ip: _ip, logins_count: _count, identities: _ids, ...known } = user
      const event = { ...eventOf(state, connection, registration), user: known as JsonObject }
      const fields: LogFields = { user_id: user.user_id }
      state.runtime.run({ trigger: 'post-user-registration', actions, event }).then(
        result => report('post-user-registration', result, user.user_id),
        (error: Error) =>
          state.log.add('w', { ...fields, description: `post-user-registration: ${error.message}` })
      )
    }
  }
}
