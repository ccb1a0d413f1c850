import type { JsonObject } from '../../core/auth0/json.js'
import type { TenantState } from '../store/tenant-store.js'
import type { Registration } from '../triggers/registration.js'
import type { TenantConnection } from '../users/connections.js'
import { addDatabaseUser, databaseUserId, findDatabaseUser } from '../users/database-users.js'
import type { SignupBody } from '../users/signup-input.js'
import type { User } from '../users/users.js'

/** Why a sign-up was refused: the answer of `/dbconnections/signup`. */
export type SignupRefusal = {
  name: string
  code: string
  description: string
  statusCode: number
  message?: string
  friendly_message?: string
  fromSandbox?: true
}

const badRequest = (code: string, description: string): SignupRefusal => ({
  name: 'BadRequestError',
  code,
  description,
  statusCode: 400
})

const sandboxError = (reason: string, userMessage: string | undefined): SignupRefusal => ({
  name: 'InternalExtensibilityError',
  code: 'extensibility_error',
  message: reason,
  description: reason,
  ...(userMessage !== undefined && { friendly_message: userMessage }),
  fromSandbox: true,
  statusCode: 400
})

/**
 * Creates a user of a database connection, as its owner asks for it: the Actions of pre-user-registration decide, those of
 * post-user-registration are told. Auth0's tenant log can carry what was sent, plaintext included: so does this one's.
 */
export const createSignup =
  (state: TenantState) =>
  async (
    { password, user_metadata = {}, ...sent }: SignupBody,
    { connection, registration }: { connection: TenantConnection; registration: Registration }
  ): Promise<{ user: User } | { refusal: SignupRefusal }> => {
    const { client_id, connection: _name, ...profile } = sent
    const { client, origin } = registration
    const { language: _language, ...from } = origin
    const withBody = state.settings.signupLog !== 'no-body'
    const log = (type: 'ss' | 'fs', description?: string, userId?: string) =>
      state.log.add(type, {
        ...from,
        client_id: client.client_id,
        client_name: client.name,
        connection: connection.name,
        connection_id: connection.id,
        strategy: connection.strategy,
        ...(profile.email !== undefined && { user_name: profile.email }),
        ...(userId !== undefined && { user_id: userId }),
        ...(description !== undefined && { description }),
        ...(withBody && { details: { body: { ...definedIn(sent), password: '*****', user_metadata } } })
      })
    const refuse = (refusal: SignupRefusal) => {
      log('fs', refusal.description)
      return { refusal }
    }

    if (connection.options.disable_signup === true) {
      return refuse(badRequest('signup_disabled', 'public signup is disabled'))
    }
    const id = databaseUserId()
    const wanted = { email: profile.email, username: profile.username, user_id: id }
    // Auth0 does not tell that there is such a user, unless the tenant asks for it.
    const taken = badRequest('invalid_signup', 'Invalid sign up')
    if (findDatabaseUser(state, connection, wanted)) return refuse(taken)
    const asked = { profile: { ...definedIn(profile), email_verified: false }, id, user_metadata }
    const registered = await (state.registration.before?.(asked, connection, registration) ?? { user: asked })
    if ('denied' in registered) return refuse(sandboxError(registered.denied, registered.userMessage))
    // Somebody may have been faster while the Actions ran.
    if (findDatabaseUser(state, connection, wanted)) return refuse(taken)
    const user = addDatabaseUser(state, connection, { ...registered.user, password })
    if (!user) return refuse(badRequest('invalid_signup', 'The user profile would be larger than 10 kB.'))
    log('ss', undefined, user.user_id)
    state.registration.after?.(user, connection, registration)
    return { user }
  }

const definedIn = (members: Record<string, string | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined)
  )
