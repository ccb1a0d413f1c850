import type { JsonObject } from '../../core/auth0/json.js'
import { mergeMetadata } from '../../core/metadata/merge.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { TenantConnection } from '../users/connections.js'
import { findDatabaseUser } from '../users/database-users.js'
import { passwordProblem, rememberedPasswords } from '../users/password-policy.js'
import type { User } from '../users/users.js'
import { ManagementRefusal } from './errors.js'
import type { UserPatch } from './users-input.js'

const identifiers = ['email', 'username', 'password', 'phone_number', 'phone_verified'] as const
const fedByIdp = ['name', 'nickname', 'given_name', 'family_name', 'picture'] as const

const reject = (message: string, errorCode: string): never => {
  throw new ManagementRefusal(400, message, errorCode)
}

const sent = (patch: UserPatch, names: readonly (keyof UserPatch)[]): string[] =>
  names.filter(name => patch[name] !== undefined)

/** @throws ManagementRefusal for what the user's connection does not leave to the API. */
const assertAllowed = (store: TenantStore, user: User, patch: UserPatch): void => {
  const named = patch.connection ?? user.identities[0]?.connection
  if (!user.identities.some(identity => identity.connection === named)) {
    reject('The user does not have an identity of this connection.', 'invalid_body')
  }
  const connection = store.connections.find(({ name }) => name === named)
  const isDatabase = connection?.strategy === 'auth0'
  const ofDatabase = sent(patch, identifiers)
  if (ofDatabase.length > 0 && !isDatabase) {
    reject(`Cannot update ${ofDatabase.join(', ')} of a user of this connection.`, 'operation_not_supported')
  }
  const sync = connection?.options.set_user_root_attributes ?? 'on_each_login'
  const ofIdp = sent(patch, fedByIdp)
  if (ofIdp.length > 0 && !isDatabase && sync === 'on_each_login') {
    reject(
      `The following user attributes cannot be updated: ${ofIdp.join(', ')}. ` +
        `The connection (${named}) must either be a database connection or have its profile synchronisation disabled.`,
      'operation_not_supported'
    )
  }
  if (!connection) return
  assertFree(store, user, { connection, patch })
  const { password } = patch
  if (password === undefined) return
  const weakness = passwordProblem(password, connection, user)
  if (weakness !== undefined) reject(weakness, 'invalid_body')
  const remembered = rememberedPasswords(connection)
  if (remembered !== undefined && store.credentials.wasPassword(user.user_id, password, remembered)) {
    reject('PasswordHistoryError: Password has previously been used', 'invalid_body')
  }
}

/** @throws ManagementRefusal where somebody else of the connection has the e-mail address or username. */
const assertFree = (
  store: TenantStore,
  { user_id }: User,
  { connection, patch }: { connection: TenantConnection; patch: UserPatch }
): void => {
  for (const name of ['email', 'username'] as const) {
    const value = patch[name] ?? undefined
    if (value === undefined) continue
    const owner = findDatabaseUser(store, connection, { [name]: value })
    if (owner && owner.user_id !== user_id) {
      reject(`The specified new ${name} already exists`, 'auth0_idp_error')
    }
  }
}

/** An empty object empties all. */
const patchMetadata = (stored: JsonObject, changes: JsonObject): JsonObject =>
  Object.keys(changes).length === 0 ? {} : mergeMetadata(stored, changes)

/** The tenant sends no mail. The log says so, and what to do instead. */
export const noteUnsentEmail = ({ log }: Pick<TenantStore, 'log'>, user_id: string): void =>
  log.add('w', {
    user_id,
    description: 'No verification e-mail is sent: POST /tickets/email-verification makes its link.'
  })

/**
 * Auth0's PATCH of a user: root fields are replaced and null unsets them, both kinds of metadata are merged at the first
 * level.
 *
 * @throws ManagementRefusal 400 for a field that the user's connection does not leave to the API
 * @see https://auth0.com/docs/manage-users/user-accounts/user-profiles/root-attributes/update-root-attributes-for-users
 */
export const patchUser = (store: TenantStore, user: User, patch: UserPatch): User => {
  assertAllowed(store, user, patch)
  const { user_metadata, app_metadata, password, connection, client_id, verify_email, ...rest } = patch
  const { verify_phone_number, ...root } = rest
  const patched: User = { ...user, updated_at: store.now().toISOString() }
  for (const [name, value] of Object.entries(root)) {
    if (value === null) delete patched[name]
    else if (value !== undefined) patched[name] = value
  }
  // A new address is not a verified one, unless the same request says so.
  if (root.email !== undefined && root.email_verified === undefined && root.email !== user.email) {
    patched.email_verified = false
  }
  if (user_metadata) patched.user_metadata = patchMetadata(user.user_metadata, user_metadata)
  if (app_metadata) patched.app_metadata = patchMetadata(user.app_metadata, app_metadata)
  if (password !== undefined) patched.last_password_reset = patched.updated_at

  const oversize = store.users.put(patched)
  if (oversize?.refused) return reject('The user profile would be larger than 10 kB.', 'invalid_body')
  if (oversize) {
    store.log.add('w', {
      user_id: user.user_id,
      description: `The user profile has ${oversize.bytes} bytes.`
    })
  }
  if (password !== undefined) {
    const database = store.connections.find(({ name }) => name === user.identities[0]?.connection)
    store.credentials.setPassword(user.user_id, password, database && rememberedPasswords(database))
  }
  if (verify_email || verify_phone_number) noteUnsentEmail(store, user.user_id)
  return patched
}
