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
  /** What was in their place before, the newest first, where the connection has a history. */
  previous?: Proof[]
}

type Proof = Pick<Credential, 'password' | 'hash'>

export interface Credentials {
  get(userId: string): Credential | undefined
  /** Of a new user. */
  add(
    user: { user_id: string; connection: string },
    proof: { password?: string | undefined; hash?: ImportedHash | undefined }
  ): void
  /** Of a user who is there. As many of the passwords before it as are asked for stay known. */
  setPassword(userId: string, password: string, remembered?: number): void
  /** True for the password of today, and for one of so many before it. */
  wasPassword(userId: string, password: string, remembered: number): boolean
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

const proves = ({ password: kept, hash }: Proof, password: string): boolean =>
  hash ? fitsImportedHash(hash, password) : kept !== undefined && fits(kept, password)

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
    setPassword(userId, password, remembered = 0) {
      const credential = credentials.get(userId)
      if (!credential) return
      const { password: kept, hash, previous = [] } = credential
      const last = { ...(kept !== undefined && { password: kept }), ...(hash && { hash }) }
      credential.previous = [last, ...previous].slice(0, remembered)
      credential.password = hashPassword(password)
      delete credential.hash
    },
    isPassword: (userId, password) => proves(credentials.get(userId) ?? {}, password),
    wasPassword(userId, password, remembered) {
      const { previous = [], ...now } = credentials.get(userId) ?? {}
      return [now, ...previous.slice(0, remembered)].some(proof => proves(proof, password))
    },
    remove(userId) {
      credentials.delete(userId)
    },
    list: () => [...credentials.values()]
  }
}
