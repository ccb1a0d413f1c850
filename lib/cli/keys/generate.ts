import { randomBytes } from 'node:crypto'
import { generateIndexKey, generateKeyPair, generateSecretKey } from '../../core/jwe/generate.js'
import { keySetText } from './rotate.js'

export interface NewKeysOptions {
  /** `dir` is our older name of A256GCM, which JOSE libraries do not take in a key. */
  alg: 'A256GCM' | 'dir' | 'A256KW' | 'ECDH-ES'
  /** For ECDH-ES. */
  curve: 'P-256' | 'X25519'
  /** 32 bytes for `A0SEAL_MAC_KEY` instead of a key set. */
  mac?: boolean | undefined
  /** A key set for `A0SEAL_INDEX_KEYS` instead. */
  index?: boolean | undefined
}

export interface NewKeys {
  /** What belongs into a file that only its owner reads. */
  text: string
  /** The public half of a key pair: the text of an Action secret. */
  publicText?: string
  kid?: string
  alg: string
}

export const newKeys = ({ alg, curve, mac, index }: NewKeysOptions): NewKeys => {
  // No line break: parsed as it stands, where an Action secret takes it.
  if (mac) return { text: randomBytes(32).toString('base64url'), alg: 'HMAC' }
  if (index) {
    const key = generateIndexKey()
    return { text: keySetText({ keys: [key] }), kid: key.kid, alg: key.alg }
  }
  if (alg !== 'ECDH-ES') {
    const key = generateSecretKey(alg === 'dir' ? 'A256GCM' : alg)
    return { text: keySetText({ keys: [key] }), kid: key.kid, alg: key.alg }
  }
  const { publicKey, privateKey } = generateKeyPair(curve)
  const [text, publicText] = [privateKey, publicKey].map(key => keySetText({ keys: [key] })) as [
    string,
    string
  ]
  return { text, publicText, kid: publicKey.kid, alg }
}
