import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Persona } from '../seed/schema.js'
import type { TenantState } from '../store/tenant-store.js'
import type { TenantConnection } from './connections.js'

export type PasswordCheck = { type: 'ok'; persona: Persona } | { type: 'unknown' } | { type: 'wrong' }

const prefix = '$scrypt$'
const keyBytes = 32
/** Far less work than for production: about 3 ms. It keeps a password somebody uses elsewhere out of files and logs. */
const derive = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, keyBytes, { N: 1024 })

/** What is kept of a password that was not in the seed. */
export const hashPassword = (password: string): string => {
  const salt = randomBytes(16)
  return `${prefix}${salt.toString('base64url')}$${derive(password, salt).toString('base64url')}`
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Passwords of a seed are made up and kept as they are. */
const isPassword = (kept: string, password: string): boolean => {
  if (!kept.startsWith(prefix)) return timingSafeEqual(digest(kept), digest(password))
  const [salt = '', hash = ''] = kept.slice(prefix.length).split('$')
  return timingSafeEqual(
    digest(derive(password, Buffer.from(salt, 'base64url')).toString('base64url')),
    digest(hash)
  )
}

/** The database with this name, or all of them. */
export const databasesOf = (connections: readonly TenantConnection[], name?: string): TenantConnection[] =>
  connections.filter(
    connection => connection.strategy === 'auth0' && (name === undefined || connection.name === name)
  )

/** Looks for the database user with this e-mail, username or phone number. */
export const checkPassword = (
  { personas, connections, users }: Pick<TenantState, 'personas' | 'connections' | 'users'>,
  { username, password, realm }: { username: string; password: string; realm?: string | undefined }
): PasswordCheck => {
  let isKnown = false
  for (const { name } of databasesOf(connections, realm)) {
    const user = users.findByIdentifier(name, username)
    if (!user) continue
    isKnown = true
    const kept = personas.find(({ profile }) => profile.user_id === user.user_id)?.password
    if (kept !== undefined && isPassword(kept, password)) {
      return { type: 'ok', persona: { connection: name, profile: { user_id: user.user_id } } }
    }
  }
  return { type: isKnown ? 'wrong' : 'unknown' }
}
