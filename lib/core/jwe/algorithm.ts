import type { KeyObject } from '../crypto.js'

export type AlgorithmName = 'dir' | 'A256KW' | 'ECDH-ES'

export type CEK = KeyObject | Buffer

/** A public key as a JWE header carries it. */
export interface EphemeralKey {
  kty: string
  crv: string
  x: string
  y?: string | undefined
}

/** How one key takes part in a JWE. Closures, so that no key material is a property that could be printed. */
export interface KeyUse {
  /** The content encryption key of a new JWE, and what its recipient needs to find it. */
  wrap(): { cek: CEK; encryptedKey: string; epk?: EphemeralKey }
  /** The content encryption key of a JWE; undefined, or a throw, where it is not for this key. A public key has none. */
  unwrap?(encryptedKey: string, epk: unknown): CEK | undefined
}

/**
 * All that is known about a key management algorithm (RFC 7518 §4) is one row. An Action takes only the rows it needs:
 * what it cannot do is not in its code.
 */
export interface Algorithm {
  name: AlgorithmName
  /** What a key of this row is; a key of the other kind is refused where the policy wants this one. */
  kind: 'secret' | 'public' | 'private'
  /** Undefined, or a throw, where the JWK has not the form this algorithm needs. */
  importKey(jwk: Record<string, unknown>): KeyUse | undefined
}
