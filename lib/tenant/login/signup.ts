import type { OidcContext } from '../oidc/issuer.js'
import { present } from '../triggers/event-parts.js'
import type { SignupContext } from '../triggers/registration.js'
import type { TenantConnection } from '../users/connections.js'
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
 * Creates a user of a database connection, as its owner asks for it. Auth0's tenant log can carry what was sent, plaintext included: so does this one's.
 */
export const createSignup =
  ({ store, triggers }: OidcContext) =>
  async (
    { password, user_metadata = {}, ...sent }: SignupBody,
    { connection, context }: { connection: TenantConnection; context: SignupContext }
  ): Promise<{ user: User } | { refusal: SignupRefusal }> => {
    const { client_id, connection: _name, ...profile } = sent
    const { client, origin } = context
    const { language: _language, ...from } = origin
    const withBody = store.settings.signupLog !== 'no-body'
    const log = (type: 'ss' | 'fs', description?: string, userId?: string) =>
      store.log.add(type, {
        ...from,
        client_id: client.client_id,
        client_name: client.name,
        connection: connection.name,
        connection_id: connection.id,
        strategy: connection.strategy,
        ...(profile.email !== undefined && { user_name: profile.email }),
        ...(userId !== undefined && { user_id: userId }),
        ...(description !== undefined && { description }),
        ...(withBody && { details: { body: { ...present(sent), password: '*****', user_metadata } } })
      })
    const refuse = (refusal: SignupRefusal) => {
      log('fs', refusal.description)
      return { refusal }
    }

    if (connection.options.disable_signup === true) {
      return refuse(badRequest('signup_disabled', 'public signup is disabled'))
    }
    const registered = await triggers.register(
      { profile: { ...present(profile), email_verified: false }, password, user_metadata },
      connection,
      context
    )
    switch (registered.type) {
      case 'taken':
        // Auth0 does not tell that there is such a user, unless the tenant asks for it.
        return refuse(badRequest('invalid_signup', 'Invalid sign up'))
      case 'refused':
        return refuse(sandboxError(registered.reason, registered.userMessage))
      case 'weak-password':
        return refuse({ ...badRequest('invalid_password', registered.reason), name: 'PasswordStrengthError' })
      case 'too-large':
        return refuse(badRequest('invalid_signup', 'The user profile would be larger than 10 kB.'))
      case 'registered':
        log('ss', undefined, registered.user.user_id)
        return { user: registered.user }
    }
  }
