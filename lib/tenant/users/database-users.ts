import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import type { Persona } from '../seed/schema.js'
import type { TenantState } from '../store/tenant-store.js'
import type { Registration } from '../triggers/registration.js'
import type { TenantConnection } from './connections.js'
import { hashPassword } from './credentials.js'
import { textOf, type User } from './users.js'

/** A user that is to be created in a database connection. */
export interface NewDatabaseUser {
  /** Root attributes, such as `email`. */
  profile: JsonObject
  /** Without the `auth0|` in front. Default: made up. */
  id?: string | undefined
  /** Without one nobody can log in as this user. */
  password?: string | undefined
  user_metadata?: JsonObject | undefined
  app_metadata?: JsonObject | undefined
}

/** Why the Actions do not let a user be created. */
export interface RegistrationRefusal {
  /** For the tenant log and the API. */
  denied: string
  /** What the user is told. */
  userMessage?: string
}

/** What happens around the creation of a database user: the Actions of the registration triggers. */
export interface RegistrationHooks {
  /** The user as it is to be stored, or why it is not. */
  before?: (
    user: NewDatabaseUser,
    connection: TenantConnection,
    registration?: Registration
  ) => Promise<{ user: NewDatabaseUser } | RegistrationRefusal>
  after?: (user: User, connection: TenantConnection, registration?: Registration) => void
}

type Directory = Pick<TenantState, 'users' | 'personas' | 'connections'>

export const databaseUserId = (id = randomBytes(12).toString('hex')): string =>
  id.startsWith('auth0|') ? id : `auth0|${id}`

/** The credentials of a database user. */
const personaOf = ({ personas }: Directory, userId: string): Persona | undefined =>
  personas.find(({ profile }) => profile.user_id === userId)

/** The user of a database who has this e-mail address, username or id. */
export const findDatabaseUser = (
  { users }: Pick<Directory, 'users'>,
  { name }: Pick<TenantConnection, 'name'>,
  wanted: { email?: string | undefined; username?: string | undefined; user_id?: string | undefined }
): User | undefined =>
  users
    .list()
    .find(
      ({ identities, email, username, user_id }) =>
        identities[0]?.connection === name &&
        ((wanted.email !== undefined && textOf(email)?.toLowerCase() === wanted.email.toLowerCase()) ||
          (wanted.username !== undefined && username === wanted.username) ||
          user_id === wanted.user_id)
    )

/** Stores a user of a database connection together with the password. */
export const addDatabaseUser = (
  { users, personas }: Directory,
  connection: TenantConnection,
  { profile, id, password, user_metadata = {}, app_metadata = {} }: NewDatabaseUser
): User | undefined => {
  const user_id = databaseUserId(id)
  const email = textOf(profile.email)
  const persona: Persona = {
    connection: connection.name,
    profile: {
      ...(email !== undefined && { name: email, nickname: email.split('@')[0] ?? email }),
      ...profile,
      user_id
    },
    user_metadata,
    app_metadata
  }
  if (users.add(persona, connection)?.refused) return undefined
  // What can be changed later is in the profile alone: a copy here would outlive it.
  personas.push({
    connection: connection.name,
    profile: { user_id },
    ...(password !== undefined && { password: hashPassword(password) })
  })
  return users.get(user_id)
}

/** What a user logs in with from now on. */
export const changeCredentials = (
  directory: Directory,
  userId: string,
  { password, ...names }: { email?: string; username?: string; password?: string | undefined }
): void => {
  const persona = personaOf(directory, userId)
  if (!persona) return
  Object.assign(persona.profile, names)
  if (password !== undefined) persona.password = hashPassword(password)
}

/** Removes a user with all that is kept of them. A person of an upstream IdP can come back, a database user cannot. */
export const removeUser = (
  state: Directory & Pick<TenantState, 'sessions' | 'records'>,
  userId: string
): boolean => {
  const persona = personaOf(state, userId)
  const isDatabase = state.connections.some(
    ({ name, strategy }) => name === persona?.connection && strategy === 'auth0'
  )
  if (persona && isDatabase) state.personas.splice(state.personas.indexOf(persona), 1)
  state.sessions.removeUser(userId)
  state.records.removeUser(userId)
  return state.users.remove(userId)
}
