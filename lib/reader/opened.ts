import type { JsonObject } from '../core/auth0/json.js'
import type { Sealed } from '../core/policy/inference.js'
import type { SealedClaims } from './claims.js'

/**
 * A claim as it comes: its data has the type that the policy gave it, or, where it is `unknown` as in a JWT, the one you
 * name: `open<{ iban?: string }>(…)`. A value that is absent or no sealed one is ERR_FORMAT.
 */
export type Claim<T> = Sealed<T> | NonNullable<unknown> | null | undefined

/** The claims of the token that a value came in, as its verification returned them. Not verified, they prove nothing. */
export interface TokenClaims {
  /** `user_id`. */
  sub?: string | undefined
  /** NumericDate, seconds. */
  iat?: number | undefined
}

/** What is in a sealed value. */
export interface Opened<T> {
  data: T
  /** `user`: the user typed it into `user_metadata`, and nobody vouches for it. `tenant`: as an identity provider sent it. */
  src: 'user' | 'tenant'
}

/** What a value released to this recipient holds. */
export interface OpenedReleased<T = JsonObject> extends Opened<T> {
  releasedAt: Date
}

/** What a value at rest holds. */
export interface OpenedAtRest<T = JsonObject> extends Opened<T> {
  /**
   * When the data last changed. Whoever may write `app_metadata` can put an older value of the same user and slot back:
   * this date shows it.
   */
  changedAt: Date
}

export const openedOf = <T>({ data, src }: SealedClaims): Opened<T> => ({
  data: data as T,
  src: src ?? 'tenant'
})

export const dateOf = ({ iat }: SealedClaims): Date => new Date(iat * 1000)
