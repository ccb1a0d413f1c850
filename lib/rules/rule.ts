/**
 * The parts of a Rule's arguments that a0seal reads. Rules stopped on 2026-11-18.
 * @see https://auth0.com/docs/customize/rules/context-object
 */
export interface RuleContext {
  tenant: string
  clientID: string
  clientMetadata?: Record<string, unknown> | undefined
  /** Its name. */
  connection?: string | undefined
  connectionStrategy?: string | undefined
  organization?: { id: string } | undefined
  /** Those of Actions, `delegation` and `redirect-callback`. */
  protocol?: string | undefined
  /** The times are milliseconds since 1970. */
  authentication?: { methods: readonly { name: string; timestamp: number | string }[] } | undefined
  request?:
    | { query?: Record<string, unknown> | undefined; body?: Record<string, unknown> | undefined }
    | undefined
  /** Set by a Rule that linked accounts. */
  primaryUser?: string | undefined
  idToken?: Record<string, unknown>
  accessToken?: Record<string, unknown>
  /** Ours: what one of our Rules tells the next, as Actions do by transaction metadata. */
  a0seal?: Record<string, unknown>
}

/** The profile of a Rule. Its metadata can be missing. */
export type RuleUser = { user_id: string; app_metadata?: unknown; user_metadata?: unknown } & Record<
  string,
  unknown
>

export type RuleCallback = (error: Error | null, user?: RuleUser, context?: RuleContext) => void

/** What Auth0 has in scope of a Rule. */
export interface RuleGlobals {
  configuration: Readonly<Record<string, string | undefined>>
  auth0: { users: RuleUsers }
  UnauthorizedError: new (message: string) => Error
}

/** Merges at the first level; `null` removes a key. */
export interface RuleUsers {
  updateAppMetadata(user_id: string, metadata: Record<string, unknown>): Promise<unknown>
  updateUserMetadata(user_id: string, metadata: Record<string, unknown>): Promise<unknown>
}
