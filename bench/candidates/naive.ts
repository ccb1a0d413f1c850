// As in blog posts: a passphrase, scrypt and a salt for each call, AES-256-GCM, hex.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import type { Candidate } from './candidate.js'

export const createSeal: Candidate['createSeal'] =
  ({ raw }) =>
  data => {
    const salt = randomBytes(16)
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', scryptSync(raw, salt, 32), iv)
    const ciphertext = cipher.update(JSON.stringify(data), 'utf8', 'hex') + cipher.final('hex')
    return [salt.toString('hex'), iv.toString('hex'), cipher.getAuthTag().toString('hex'), ciphertext].join(
      ':'
    )
  }

export const createOpen: Candidate['createOpen'] =
  ({ raw }) =>
  sealed => {
    const [salt = '', iv = '', tag = '', ciphertext = ''] = sealed.split(':')
    const key = scryptSync(raw, Buffer.from(salt, 'hex'), 32)
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'hex'))
    decipher.setAuthTag(Buffer.from(tag, 'hex'))
    return JSON.parse(decipher.update(ciphertext, 'hex', 'utf8') + decipher.final('utf8'))
  }
