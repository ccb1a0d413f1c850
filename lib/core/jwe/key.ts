import type { KeyObject } from '../crypto.js'
import type { Point } from '../format/point.js'

export type CEK = KeyObject | Buffer

interface Identified {
  kid: string
}

/** What a key knows of all its JWEs, where they carry no `epk`: their protected header, and its bytes, which they authenticate. */
interface WithHeader extends Identified {
  header: string
  aad: Buffer
}

/** Encrypts the content itself. */
export interface DirectKey extends WithHeader {
  alg: 'dir'
  cek: KeyObject
}

/** Wraps a fresh content encryption key for each JWE. */
export interface WrappingKey extends WithHeader {
  alg: 'A256KW'
  wrap(): { cek: CEK; encryptedKey: string }
  /** Throws where it is not for this key. */
  unwrap(encryptedKey: Buffer): CEK
}

/** Agrees on a content encryption key with the recipient's. */
export interface AgreementKey extends Identified {
  alg: 'ECDH-ES'
  agree(): { cek: CEK; epk: Point }
  /** Undefined, or a throw, where it is no point of the key's curve. A public key has none. */
  open?(epk: Point): CEK | undefined
}

/** One key: its id, its one algorithm (RFC 7518 §4), and what it can do. Holds no readable key material. */
export type Key = DirectKey | WrappingKey | AgreementKey

/**
 * Makes a key of a JWK (RFC 7517 §4), for values of one kind: `typ`. An Action has only the importers that it needs: what it
 * cannot do is not in its code.
 *
 * @returns undefined for a key that is none of ours
 * @throws ERR_KEY_MODE for a key of another mode; ERR_KEY_SET, or what must not be shown, for one that is not right
 */
export type ImportKey = (jwk: Record<string, unknown>, typ: string) => Key | undefined
