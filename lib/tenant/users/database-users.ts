import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import { databasesOf, type TenantConnection } from './connections.js'
import type { Credentials } from './credentials.js'
import type { ImportedHash } from './password-hash.js'
import type { Person } from './people.js'
import { textOf, type User, type Users } from './users.js'

/** A user that is to be created in a database connection. */
export interface NewDatabaseUser {
  /** Root attributes, such as `email`. */
  profile: JsonObject
  /** Without the `auth0|` in front. Default: made up. */
  id?: string | undefined
  /** Without one nobody can log in as this user. */
  password?: string | undefined
  /** In its place: a hash another system made. */
  hash?: ImportedHash | undefined
  user_metadata?: JsonObject | undefined
  app_metadata?: JsonObject | undefined
}

/** Where a database connection keeps its users. */
interface Database {
  users: Users
  credentials: Credentials
}

export const databaseUserId = (id = randomBytes(12).toString('hex')): string =>
  id.startsWith('auth0|') ? id : `auth0|${id}`

/** The user of a database who has this e-mail address, username or id. */
export const findDatabaseUser = (
  { users }: Pick<Database, 'users'>,
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

/** Stores a user of a database connection together with the password; undefined where the profile is too large. */
export const addDatabaseUser = (
  { users, credentials }: Database,
  connection: TenantConnection,
  { profile, id, password, hash, user_metadata = {}, app_metadata = {} }: NewDatabaseUser
): User | undefined => {
  const user_id = databaseUserId(id)
  const email = textOf(profile.email)
  const named = email === undefined ? {} : { name: email, nickname: email.split('@')[0] ?? email }
  const person = {
    connection: connection.name,
    profile: { ...named, ...profile, user_id },
    user_metadata,
    app_metadata
  }
  if (users.add(person, connection)?.refused) return undefined
  credentials.add({ user_id, connection: connection.name }, { password, hash })
  return users.get(user_id)
}

/** A database sends nothing at a login: all there is to know is in the stored profile. */
export const personOfDatabase = (connection: string, user_id: string): Person => ({
  connection,
  profile: { user_id }
})

export type PasswordCheck = { type: 'ok'; person: Person } | { type: 'unknown' } | { type: 'wrong' }

/** Looks for the database user with this e-mail, username or phone number. */
export const checkPassword = (
  { users, credentials, connections }: Database & { connections: readonly TenantConnection[] },
  { username, password, realm }: { username: string; password: string; realm?: string | undefined }
): PasswordCheck => {
  let isKnown = false
  for (const { name } of databasesOf(connections, realm)) {
    const found = users.findByIdentifier(name, username)
    if (!found) continue
    isKnown = true
    if (credentials.isPassword(found.id, password)) {
      return { type: 'ok', person: personOfDatabase(name, found.id) }
    }
  }
  return { type: isKnown ? 'wrong' : 'unknown' }
}
