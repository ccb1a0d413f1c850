import type { JsonObject } from '../../lib/core/auth0/json.js'
import type { Binding } from '../../lib/core/format/claims.js'

/** The texts that an Action would have as secrets, and whom the value is for. */
export interface Setup {
  /** 32 bytes, base64url. */
  raw: string
  /** JWKs as JSON. */
  dir: string
  a256kw: string
  p256: { publicKey: string; privateKey: string }
  x25519: { publicKey: string; privateKey: string }
  place: Binding
  /** NumericDate, seconds. */
  iat: number
}

export type Seal = (data: JsonObject) => string | Promise<string>
export type Open = (sealed: string) => unknown

/**
 * One way to keep an object sealed. Two functions rather than one, so that a bundle can hold the sealing half alone. Keys
 * are parsed once, as in the life of an Action.
 */
export interface Candidate {
  createSeal(setup: Setup): Seal | Promise<Seal>
  createOpen(setup: Setup): Open | Promise<Open>
}
