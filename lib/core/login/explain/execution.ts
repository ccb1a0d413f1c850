import type { Json } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { OurActions } from '../../policy/triggers/lists.js'

type Claims = Readonly<Record<string, Json>>

export interface TokenClaims {
  idToken: Claims
  accessToken: Claims
}

/** One Action in one login, anybody's, as it was run: the custom claims before it, and after. */
export interface Execution {
  action: string
  before: TokenClaims
  after: TokenClaims
}

/** One of ours: what it was given too. */
export interface OurExecution extends Execution {
  action: OurActions['post-login']
  /** As this Action saw it, with its secrets. */
  event: PostLoginEvent
  /** Milliseconds since 1970. */
  now: number
  /** The run failed behind it: nothing that it wrote was stored. */
  isUndone: boolean
}

/** Whether an Action is one of ours, and which. */
export const isExecutionOf = (
  execution: Execution,
  action: OurExecution['action']
): execution is OurExecution => 'event' in execution && execution.action === action
