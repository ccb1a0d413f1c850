import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { fitsImportedHash, type ImportedHash } from './password-hash.js'

/** What a user of a database connection logs in with. The names, such as the e-mail address, are in the profile. */
export interface Credential {
  user_id: string
  connection: string
  /** Hashed, but for those of a seed, which are made up. Without one nobody can log in as this user. */
  password?: string
  /** In its place, until the password is set anew: the hash another system made. */
  hash?: ImportedHash
}

export interface Credentials {
  get(userId: string): Credential | undefined
  /** Of a new user. */
  add(
    user: { user_id: string; connection: string },
    proof: { password?: string | undefined; hash?: ImportedHash | undefined }
  ): void
  /** Of a user who is there. */
  setPassword(userId: string, password: string): void
  isPassword(userId: string, password: string): boolean
  remove(userId: string): void
  list(): Credential[]
}

const prefix = '$scrypt$'
const keyBytes = 32
/** Far less work than for production: about 3 ms. It keeps a password somebody uses elsewhere out of files and logs. */
const derive = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, keyBytes, { N: 1024 })

const hashPassword = (password: string): string => {
  const salt = randomBytes(16)
  return `${prefix}${salt.toString('base64url')}$${derive(password, salt).toString('base64url')}`
}

/** A password as a seed has it: made up, and known to whoever reads the seed. Undefined for one that somebody chose. */
export const madeUpPassword = (credentials: Pick<Credentials, 'get'>, userId: string): string | undefined => {
  const password = credentials.get(userId)?.password
  return password?.startsWith(prefix) ? undefined : password
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const fits = (kept: string, password: string): boolean => {
  if (!kept.startsWith(prefix)) return timingSafeEqual(digest(kept), digest(password))
  const [salt = '', hash = ''] = kept.slice(prefix.length).split('$')
  return timingSafeEqual(
    digest(derive(password, Buffer.from(salt, 'base64url')).toString('base64url')),
    digest(hash)
  )
}

/** The credentials of all database users. */
export const createCredentials = (kept: readonly Credential[] = []): Credentials => {
  const credentials = new Map(kept.map(credential => [credential.user_id, credential]))
  return {
    get: userId => credentials.get(userId),
    add({ user_id, connection }, { password, hash }) {
      credentials.set(user_id, {
        user_id,
        connection,
        ...(password !== undefined && { password: hashPassword(password) }),
        ...(hash && { hash })
      })
    },
    setPassword(userId, password) {
      const credential = credentials.get(userId)
      if (!credential) return
      credential.password = hashPassword(password)
      delete credential.hash
    },
    isPassword(userId, password) {
      const { password: kept, hash } = credentials.get(userId) ?? {}
      if (hash) return fitsImportedHash(hash, password)
      return kept !== undefined && fits(kept, password)
    },
    remove(userId) {
      credentials.delete(userId)
    },
    list: () => [...credentials.values()]
  }
}
