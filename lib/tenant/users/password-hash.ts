import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import bcrypt from 'bcryptjs'

/** How a text stands for bytes. */
type Encoding = 'utf8' | 'hex' | 'base64'

/**
 * A hash of a password that another system made, as a bulk import brings it: `custom_password_hash`.
 * @see https://auth0.com/docs/manage-users/user-migration/bulk-user-import-database-schema-and-examples
 */
export type ImportedHash =
  | { algorithm: 'bcrypt'; hash: { value: string } }
  /** A PHC string: `$pbkdf2-sha512$i=100000,l=64$salt$hash`. */
  | { algorithm: 'pbkdf2'; hash: { value: string } }
  | {
      algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'
      hash: { value: string; encoding: 'hex' | 'base64' }
      salt?: { value: string; encoding: Encoding; position: 'prefix' | 'suffix' } | undefined
    }
  | {
      algorithm: 'hmac'
      hash: {
        value: string
        encoding: 'hex' | 'base64'
        digest: string
        key: { value: string; encoding: Encoding }
      }
    }

/** Of a PHC string of PBKDF2: digest, rounds, length in bytes, salt, hash. */
export const pbkdf2Text =
  /^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,7}),l=(\d{1,4})\$([\w+/.=-]+)\$([\w+/.=-]+)$/

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

const fitsPbkdf2 = (text: string, password: string): boolean => {
  const [, digest, rounds, bytes, salt = '', hash = ''] = pbkdf2Text.exec(text) ?? []
  if (digest === undefined) return false
  const derived = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(rounds), Number(bytes), digest)
  return isSame(derived, Buffer.from(hash, 'base64'))
}

const bytesToHash = (password: string, { salt }: Extract<ImportedHash, { salt?: unknown }>): Buffer => {
  const text = Buffer.from(password)
  if (!salt) return text
  const bytes = Buffer.from(salt.value, salt.encoding)
  return Buffer.concat(salt.position === 'prefix' ? [bytes, text] : [text, bytes])
}

/** True where the password is the one that was hashed. */
export const fitsImportedHash = (imported: ImportedHash, password: string): boolean => {
  const { hash } = imported
  switch (imported.algorithm) {
    case 'bcrypt':
      return bcrypt.compareSync(password, hash.value)
    case 'pbkdf2':
      return fitsPbkdf2(hash.value, password)
    case 'hmac': {
      const { digest, key, value, encoding } = imported.hash
      const mac = createHmac(digest, Buffer.from(key.value, key.encoding)).update(password).digest()
      return isSame(mac, Buffer.from(value, encoding))
    }
    default: {
      const digest = createHash(imported.algorithm).update(bytesToHash(password, imported)).digest()
      return isSame(digest, Buffer.from(hash.value, imported.hash.encoding))
    }
  }
}
