import { randomBytes } from 'node:crypto'
import { generateIndexKey, generateKeyPair, generateSecretKey, type JWK } from '../../core/jwe/generate.js'
import { keySetText } from './rotate.js'

/** What keys are for. The key pair of an application, or of an API, has its private half there and nowhere else. */
export const purposes = ['slots', 'application', 'api', 'index', 'mac'] as const
export type Purpose = (typeof purposes)[number]

export interface NewKeysOptions {
  purpose: Purpose
  /** Of slots. `dir` is our older name of A256GCM, which JOSE libraries do not take in a key. */
  alg: 'A256GCM' | 'dir' | 'A256KW' | 'ECDH-ES'
  /** Of a key pair. */
  curve: 'P-256' | 'X25519'
}

export interface NewKeys {
  /** What belongs into a file that only its owner reads. */
  text: string
  /** The public half of a key pair: the text of an Action secret. */
  publicText?: string
  kid?: string
  alg: string
}

const secretSet = (key: JWK): NewKeys => ({ text: keySetText({ keys: [key] }), kid: key.kid, alg: key.alg })

export const newKeys = ({ purpose, alg, curve }: NewKeysOptions): NewKeys => {
  // No line break: parsed as it stands, where an Action secret takes it.
  if (purpose === 'mac') return { text: randomBytes(32).toString('base64url'), alg: 'HMAC' }
  if (purpose === 'index') return secretSet(generateIndexKey())
  if (purpose === 'slots' && alg !== 'ECDH-ES')
    return secretSet(generateSecretKey(alg === 'dir' ? 'A256GCM' : alg))
  const { publicKey, privateKey } = generateKeyPair(curve)
  return { ...secretSet(privateKey), publicText: keySetText({ keys: [publicKey] }) }
}
