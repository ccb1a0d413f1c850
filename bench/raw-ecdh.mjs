import { createCipheriv, createECDH, createHash, randomBytes } from 'node:crypto'

/**
 * The least that ECDH-ES can be: an ephemeral key, the agreed secret through one round of Concat KDF, AES-256-GCM, base64url.
 *
 * @param {string} jwk of the recipient, P-256, as JSON
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-4.6
 */
export const createRelease = jwk => {
  const { x, y } = JSON.parse(jwk)
  const recipient = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url')
  ])
  const round = Buffer.from([0, 0, 0, 1])
  const otherInfo = Buffer.alloc(24)
  return (/** @type {unknown} */ data) => {
    const ephemeral = createECDH('prime256v1')
    const epk = ephemeral.generateKeys()
    const secret = ephemeral.computeSecret(recipient)
    const key = createHash('sha256').update(round).update(secret).update(otherInfo).digest()
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const ciphertext = cipher.update(JSON.stringify(data), 'utf8')
    cipher.final()
    return [epk, iv, ciphertext, cipher.getAuthTag()].map(part => part.toString('base64url')).join('.')
  }
}
