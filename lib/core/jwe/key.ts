import type { KeyObject } from '../crypto.js'
import type { AlgorithmName } from '../format/header.js'
import type { Point } from '../format/point.js'

export type CEK = KeyObject | Buffer

/** What a new JWE starts with, and its content encryption key. */
export interface NewJWE {
  header: string
  /** The header's bytes, which are authenticated. */
  aad: Buffer
  encryptedKey: string
  cek: CEK
}

/** One key: its id, its one algorithm (RFC 7518 §4), and what it can do. Holds no readable key material. */
export interface Key {
  kid: string
  alg: AlgorithmName
  /** The protected header of all its JWEs, where they carry no `epk`. */
  header?: string
  begin(): NewJWE
  /** The content encryption key of a JWE; undefined, or a throw, where it is not for this key. A public key has none. */
  open?(encryptedKey: Buffer, epk: Point | undefined): CEK | undefined
}

/**
 * Makes a key of a JWK (RFC 7517 §4), for values of one kind: `typ`. An Action has only the importers that it needs: what it
 * cannot do is not in its code.
 *
 * @returns undefined for a key that is none of ours
 * @throws ERR_KEY_MODE for a key of another mode; ERR_KEY_SET, or what must not be shown, for one that is not right
 */
export type ImportKey = (jwk: Record<string, unknown>, typ: string) => Key | undefined
