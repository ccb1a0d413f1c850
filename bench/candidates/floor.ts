// The least that can be done: AES-256-GCM, JSON, base64url. No header, no key id, bound to nothing.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import type { Candidate } from './candidate.js'

const cipherName = 'aes-256-gcm'

export const createSeal: Candidate['createSeal'] = ({ raw }) => {
  const key = createSecretKey(raw, 'base64url')
  return data => {
    const iv = randomBytes(12)
    const cipher = createCipheriv(cipherName, key, iv)
    const ciphertext = cipher.update(JSON.stringify(data), 'utf8')
    cipher.final()
    const tag = cipher.getAuthTag()
    return `${iv.toString('base64url')}.${ciphertext.toString('base64url')}.${tag.toString('base64url')}`
  }
}

export const createOpen: Candidate['createOpen'] = ({ raw }) => {
  const key = createSecretKey(raw, 'base64url')
  return sealed => {
    const [iv = '', ciphertext = '', tag = ''] = sealed.split('.')
    const decipher = createDecipheriv(cipherName, key, Buffer.from(iv, 'base64url'))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    return JSON.parse(decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8'))
  }
}
