/**
 * What we use of Node's crypto. From here, so that a bundle asks for it once, and without `node:`, as Auth0's documentation
 * has it.
 */
export {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  ECDH,
  generateKeyPairSync,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual
} from 'crypto'
