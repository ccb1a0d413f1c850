import type { JsonObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import type { SealedClaims } from '../core/format/claims.js'
import type { Sealed, Source } from '../core/policy/inference.js'

/**
 * A claim as it comes: its data has the type that the policy gave it, or, where it is `unknown` as in a JWT, the one you
 * name: `open<{ iban?: string }>(…)`. A value that is absent, `null` (nothing was released) or no sealed one is ERR_FORMAT,
 * which says so.
 */
export type Claim<T, S extends Source = Source> = Sealed<T, S> | NonNullable<unknown> | null | undefined

/** The claims of the token that a value came in, as its verification returned them. Not verified, they prove nothing. */
export interface TokenClaims {
  /** `user_id`. */
  sub?: string | undefined
  /** NumericDate, seconds. An answer of `/userinfo` has none, and neither has the user of most session libraries. */
  iat?: number | undefined
}

/** What is in a sealed value. */
export interface Opened<T, S extends Source = Source> {
  data: T
  /** `user`: the user typed it into `user_metadata`, and nobody vouches for it. `tenant`: as an identity provider sent it. */
  src: S
}

/** What a value released to this recipient holds. */
export interface OpenedReleased<T = JsonObject, S extends Source = Source> extends Opened<T, S> {
  releasedAt: Date
}

/** What a value at rest holds. */
export interface OpenedAtRest<T = JsonObject, S extends Source = Source> extends Opened<T, S> {
  /**
   * When the slot last changed, as a whole: a login that brings one attribute gives all of them this date. What needs a date of
   * its own needs a slot of its own. Whoever may write `app_metadata` can put an older value of the same user and slot back:
   * this date shows it, until the slot changes again.
   */
  changedAt: Date
}

export const openedOf = <T, S extends Source>({ data, src }: SealedClaims): Opened<T, S> => ({
  data: data as T,
  src: (src ?? 'tenant') as S
})

export const dateOf = ({ iat }: SealedClaims): Date => new Date(iat * 1000)

/**
 * Where a value says it comes from, as the caller handed it over: with a token, or by a subject.
 *
 * @throws ERR_BINDING where there is neither
 */
export const tokenOf = (from: { token: TokenClaims } | { subject: string }): Partial<TokenClaims> => {
  const { token, ...others }: { token?: TokenClaims; subject?: string } = from ?? {}
  if (token) return token
  if ('subject' in others) return { sub: others.subject }
  throw new A0sealError('ERR_BINDING', 'no token was handed over: `{ token }`, its verified claims')
}
