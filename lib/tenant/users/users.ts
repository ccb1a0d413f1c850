import type { JsonObject } from '../../core/auth0/json.js'
import { profileMaxBytes } from '../../core/auth0/limits.js'
import { mergeMetadata } from '../../core/metadata/merge.js'
import type { RunResult } from '../../runtime/types.js'
import type { Connection } from '../seed/schema.js'
import { type DottedNames, partAttributes } from './deny-list.js'
import { identityOf, userIdOf } from './identities.js'
import type { Person } from './people.js'
import type { User } from './user.js'

export type { Identity, User } from './user.js'

/** A write left or would leave the profile above Auth0's limit. */
export interface Oversize {
  bytes: number
  refused: boolean
}

export interface Users {
  /** A copy, or undefined. */
  get(userId: string): User | undefined
  list(): User[]
  remove(userId: string): boolean
  /** Stores a whole profile, as the Management API writes it. */
  put(user: User): Oversize | undefined
  /** Whose e-mail, username or phone number in this connection it is, whatever the case; `id` is that of the identity. */
  findByIdentifier(connection: string, identifier: string): { user: User; id: string } | undefined
  /** Whose identity this is: the first one of a user, or one linked to it. */
  owner(identityId: string): User | undefined
  /** Puts a database user there before the first login. */
  add(person: Person, connection: Connection): Oversize | undefined
  /** Creates or refreshes the profile as Auth0 does before any Action runs. */
  signIn(person: Person, options: { connection: Connection; ip: string }): SignIn
  /** Merges what the Actions decided, at the first level; null removes a key. Counted. */
  update(userId: string, update: NonNullable<RunResult['profileUpdate']>): Oversize | undefined
  /** Profile writes made by Actions, of one user or of all. */
  writes(userId?: string): number
}

export interface SignIn {
  user: User
  /** Attributes of the deny list: for the run of this login, never stored. */
  denied: JsonObject
  oversize?: Oversize
}

export interface UsersOptions {
  now: () => Date
  dottedNames: DottedNames
  profileLimit: 'warn' | 'refuse'
  /** Users kept from before. */
  kept?: readonly User[] | undefined
}

const identifiers = ['email', 'username', 'phone_number'] as const

/** The users of the tenant. Copies go in and out: what a caller does to one changes nothing stored. */
export const createUsers = ({ now, dottedNames, profileLimit, kept = [] }: UsersOptions): Users => {
  const users = new Map<string, User>(kept.map(user => [user.user_id, user]))
  const writes = new Map<string, number>()

  const store = (user: User): Oversize | undefined => {
    const bytes = Buffer.byteLength(JSON.stringify(user))
    const oversize = bytes > profileMaxBytes ? { bytes, refused: profileLimit === 'refuse' } : undefined
    if (!oversize?.refused) users.set(user.user_id, structuredClone(user))
    return oversize
  }

  const ownerOf = (identityId: string): User | undefined =>
    users.get(identityId) ??
    [...users.values()].find(({ identities }) => identities.some(one => userIdOf(one) === identityId))

  const create = (
    { profile, user_metadata = {}, app_metadata = {} }: Person,
    connection: Connection
  ): User => ({
    user_id: profile.user_id,
    email_verified: false,
    identities: [identityOf(profile.user_id, connection)],
    created_at: now().toISOString(),
    updated_at: now().toISOString(),
    logins_count: 0,
    app_metadata,
    user_metadata
  })

  return {
    get: userId => structuredClone(users.get(userId)),
    owner: identityId => structuredClone(ownerOf(identityId)),
    list: () => [...users.values()].map(user => structuredClone(user)),
    remove: userId => users.delete(userId),
    put: store,

    findByIdentifier(connection, identifier) {
      const wanted = identifier.trim().toLowerCase()
      for (const user of users.values()) {
        for (const [index, identity] of user.identities.entries()) {
          if (identity.connection !== connection) continue
          const profile: JsonObject = index === 0 ? user : (identity.profileData ?? {})
          const has = identifiers.some(name => textOf(profile[name])?.toLowerCase() === wanted)
          if (has) return { user: structuredClone(user), id: userIdOf(identity) }
        }
      }
      return undefined
    },

    add(person, connection) {
      const { persistent } = partAttributes(person.profile, { denyList: [], dottedNames })
      const { blocked } = person.profile
      return store({
        ...create(person, connection),
        ...persistent,
        ...(typeof blocked === 'boolean' && { blocked })
      })
    },

    signIn(person, { connection, ip }) {
      const { non_persistent_attrs: denyList = [], set_user_root_attributes: sync = 'on_each_login' } =
        connection.options
      // Auth0 itself is the store of a database connection: nothing arrives from elsewhere at a login.
      const isDatabase = connection.strategy === 'auth0'
      const { persistent, denied } = partAttributes(person.profile, {
        denyList: isDatabase ? [] : denyList,
        dottedNames
      })
      const known = ownerOf(person.profile.user_id)
      const user = structuredClone(known) ?? create(person, connection)
      const isFirst = known === undefined
      // The root of a profile belongs to its first identity.
      const isLinked = known !== undefined && known.user_id !== person.profile.user_id
      const setsRoot = isDatabase
        ? isFirst
        : !isLinked && (sync === 'on_each_login' || (sync === 'on_first_login' && isFirst))
      if (setsRoot) {
        Object.assign(user, persistent)
        // A value stored before the attribute was denied leaves the root only where the root is synchronised.
        for (const name of Object.keys(denied)) delete user[name]
      }
      const identity = user.identities.find(
        one => one.connection === connection.name && (!isLinked || userIdOf(one) === person.profile.user_id)
      )
      if (identity && !isDatabase) identity.profileData = persistent
      user.last_login = now().toISOString()
      user.updated_at = now().toISOString()
      user.last_ip = ip
      user.logins_count += 1
      const oversize = store(user)
      return { user: structuredClone(user), denied: structuredClone(denied), ...(oversize && { oversize }) }
    },

    update(userId, { app_metadata, user_metadata }) {
      const user = users.get(userId)
      if (!user) return undefined
      const oversize = store({
        ...user,
        updated_at: now().toISOString(),
        app_metadata: mergeMetadata(user.app_metadata, app_metadata),
        user_metadata: mergeMetadata(user.user_metadata, user_metadata)
      })
      if (!oversize?.refused) writes.set(userId, (writes.get(userId) ?? 0) + 1)
      return oversize
    },

    writes: userId =>
      userId === undefined
        ? [...writes.values()].reduce((sum, count) => sum + count, 0)
        : (writes.get(userId) ?? 0)
  }
}

/** A value that is text, or undefined. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
