import type { JsonObject } from '../../core/auth0/json.js'
import { mergeMetadata } from '../../core/metadata/merge.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { RunResult } from '../../runtime/types.js'
import type { Origin } from '../sessions/origin.js'
import type { EventRequest } from '../sessions/transactions.js'
import type { TenantClient } from '../store/clients.js'
import type { Report } from '../store/log.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { TenantConnection } from '../users/connections.js'
import {
  addDatabaseUser,
  databaseUserId,
  findDatabaseUser,
  type NewDatabaseUser
} from '../users/database-users.js'
import { passwordProblem } from '../users/password-policy.js'
import { textOf, type User } from '../users/users.js'
import { eventClient, eventConnection, eventRequest, eventTransaction, present } from './event-parts.js'

/** How somebody comes to sign up. The Management API has none of it. */
export interface SignupContext {
  client: TenantClient
  request: EventRequest
  origin: Origin
  /** Parameters of the login the sign-up belongs to, where it is one of the login pages. */
  params?: JsonObject
}

/** What came of a registration. */
export type Registered =
  | { type: 'registered'; user: User }
  /** Somebody of the connection has the e-mail address, the username or the id. */
  | { type: 'taken' }
  /** The profile would be above the limit. */
  | { type: 'too-large' }
  /** The connection's policy does not let the password through. */
  | { type: 'weak-password'; reason: string }
  /** The Actions do not let the user be created. `reason` is for the tenant log and the API. */
  | { type: 'refused'; reason: string; userMessage?: string }

/** Creates a user of a database connection. */
export type Register = (
  wanted: NewDatabaseUser,
  connection: TenantConnection,
  context?: SignupContext
) => Promise<Registered>

const apiRequest: EventRequest = { method: 'POST', query: {}, body: {} }
const apiOrigin: Origin = { ip: '127.0.0.1', hostname: '' }

/** What the event of both triggers says besides the user. */
const registrationEvent = (
  { id }: Pick<TenantStore, 'id'>,
  connection: TenantConnection,
  { client, request = apiRequest, origin = apiOrigin, params }: Partial<SignupContext> = {}
): JsonObject =>
  present({
    tenant: { id },
    client: client && eventClient(client),
    connection: eventConnection(connection),
    request: eventRequest(request, origin),
    // Auth0 has it at the sign-up page only, not at the API: Actions tell the two apart by it.
    transaction: params && { ...eventTransaction(params), protocol: 'oidc-basic-profile' }
  })

const refusalOf = ({ outcome }: RunResult): Extract<Registered, { type: 'refused' }> | undefined => {
  if (outcome.type === 'completed') return undefined
  if (outcome.type === 'denied') {
    const { code, reason, userMessage } = outcome
    // `validation.error` has its message for the user, `access.deny` may have one apart from the reason.
    return code === undefined
      ? { type: 'refused', reason, ...(userMessage !== undefined && { userMessage }) }
      : { type: 'refused', reason: code, userMessage: reason }
  }
  return {
    type: 'refused',
    reason: outcome.type === 'failed' ? outcome.message : 'The sign-up was suspended.'
  }
}

export interface RegisterOptions {
  store: TenantStore
  runtime: Runtime
  report: Report
}

/**
 * Registers database users for sign-up and Management API alike: the Actions of pre-user-registration decide, those of
 * post-user-registration are told when nobody waits for them any more.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers
 */
export const createRegister = ({ store, runtime, report }: RegisterOptions): Register => {
  type Trigger = 'pre-user-registration' | 'post-user-registration'
  const reportRun = (trigger: Trigger, { outcome, actions, state }: RunResult, userId?: string): void => {
    report({
      trigger,
      ...(userId !== undefined && { user_id: userId }),
      outcome: outcome.type,
      actions,
      dropped: state.dropped
    })
  }

  /** The user as it is to be stored, or why it is not. */
  const askActions = async (
    wanted: NewDatabaseUser,
    event: JsonObject
  ): Promise<{ type: 'allowed'; user: NewDatabaseUser } | Extract<Registered, { type: 'refused' }>> => {
    const trigger = 'pre-user-registration'
    const actions = store.actions.bound(trigger)
    if (actions.length === 0) return { type: 'allowed', user: wanted }
    const { profile, user_metadata, app_metadata } = wanted
    const user = present({ ...profile, user_metadata, app_metadata })
    const result = await runtime.run({ trigger, actions, event: { ...event, experiment: null, user } })
    reportRun(trigger, result)
    const {
      profileUpdate,
      state: { newUserId }
    } = result
    return (
      refusalOf(result) ?? {
        type: 'allowed',
        user: {
          ...wanted,
          ...(newUserId !== undefined && { id: newUserId }),
          user_metadata: mergeMetadata(user_metadata, profileUpdate?.user_metadata),
          app_metadata: mergeMetadata(app_metadata, profileUpdate?.app_metadata)
        }
      }
    )
  }

  const tellActions = (user: User, event: JsonObject): void => {
    const trigger = 'post-user-registration'
    const actions = store.actions.bound(trigger)
    if (actions.length === 0) return
    const { last_login: _login, last_ip: _ip, logins_count: _count, identities: _ids, ...known } = user
    runtime.run({ trigger, actions, event: { ...event, user: known as JsonObject } }).then(
      result => reportRun(trigger, result, user.user_id),
      (error: Error) =>
        store.log.add('w', { user_id: user.user_id, description: `${trigger}: ${error.message}` })
    )
  }

  return async (wanted, connection, context) => {
    const { profile } = wanted
    const names = { email: textOf(profile.email), username: textOf(profile.username) }
    const isTaken = (id: string) =>
      findDatabaseUser(store, connection, { ...names, user_id: id }) !== undefined
    const wantedId = databaseUserId(wanted.id)
    if (isTaken(wantedId)) return { type: 'taken' }
    const weakness = passwordProblem(wanted.password ?? '', connection, profile)
    if (wanted.password !== undefined && weakness !== undefined) {
      return { type: 'weak-password', reason: weakness }
    }
    const event = registrationEvent(store, connection, context)
    const allowed = await askActions(wanted, event)
    if (allowed.type === 'refused') return allowed
    // The Actions may have chosen the id, and somebody may have been faster while they ran.
    const id = allowed.user.id === undefined ? wantedId : databaseUserId(allowed.user.id)
    if (isTaken(id)) return { type: 'taken' }
    const user = addDatabaseUser(store, connection, { ...allowed.user, id })
    if (!user) return { type: 'too-large' }
    tellActions(user, event)
    return { type: 'registered', user }
  }
}
