import type { KeyObject } from '../crypto.js'

export type CEK = KeyObject | Buffer

/** A public key as a JWE header carries it. */
export interface EphemeralKey {
  kty: string
  crv: string
  x: string
  y?: string | undefined
}

/** The content encryption key of a new JWE, and what its recipient needs to find it. */
export interface Wrapped {
  cek: CEK
  encryptedKey?: string
  epk?: EphemeralKey
}

/** One key: its id, its one algorithm (RFC 7518 §4), and what it can do. Holds no readable key material. */
export interface Key {
  kid: string
  alg: 'dir' | 'A256KW' | 'ECDH-ES'
  /** The protected header of its JWEs, where they carry no `epk`: always the same. */
  header?: string
  /** The bytes of that, which its JWEs authenticate. */
  aad?: Buffer
  /** The content encryption key of all its JWEs, where the key itself is that. */
  cek?: KeyObject
  /** Otherwise that of a new JWE. */
  wrap?(): Wrapped
  /** The content encryption key of a JWE; undefined, or a throw, where it is not for this key. A public key has none. */
  unwrap?(encryptedKey: string, epk: unknown): CEK | undefined
}

/**
 * Makes a key of a JWK (RFC 7517 §4), for values of one kind: `typ`. An Action has only the importers that it needs: what it
 * cannot do is not in its code.
 *
 * @throws ERR_KEY_MODE for a key of another kind; ERR_KEY_SET, or what must not be shown, for one that is not right
 */
export type ImportKey = (jwk: Record<string, unknown>, typ: string) => Key
