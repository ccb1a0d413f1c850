import type { Json } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { OurActions } from '../../policy/triggers/lists.js'

type Claims = Readonly<Record<string, Json>>

export interface TokenClaims {
  idToken: Claims
  accessToken: Claims
}

/** One Action of ours in one login, as it was run: what it was given, and what it did. */
export interface Execution {
  action: OurActions['post-login']
  /** As this Action saw it, with its secrets. */
  event: PostLoginEvent
  /** Milliseconds since 1970. */
  now: number
  /** The custom claims before it ran, and after. */
  before: TokenClaims
  after: TokenClaims
}
