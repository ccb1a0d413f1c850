/**
 * The parts of a post-login event that a0seal reads. Structural: Auth0's own types fit. Everything a tenant or a user can
 * influence is `unknown` and checked where it is used.
 * @see https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 */
export interface PostLoginEvent {
  tenant: { id: string }
  user: { user_id: string; app_metadata?: unknown; user_metadata?: unknown } & Record<string, unknown>
  client: { client_id: string; metadata?: Record<string, unknown> | undefined }
  connection?: { name: string; strategy: string } | undefined
  organization?: { id: string } | undefined
  resource_server?: { identifier: string } | undefined
  authentication?: { methods: readonly { name: string; timestamp: string | number }[] } | undefined
  session?: { actor?: unknown; user_id?: string | undefined } | undefined
  transaction?:
    | {
        protocol?: string | undefined
        prompt?: readonly string[] | undefined
        requested_scopes?: readonly string[] | undefined
        subject_token_type?: string | undefined
        actor?: unknown
        metadata?: Record<string, unknown> | undefined
      }
    | undefined
  secrets: Readonly<Record<string, string | undefined>>
}

/** The methods of the post-login `api` that a0seal calls. */
export interface PostLoginAPI {
  access: { deny(reason: string): unknown }
  user: {
    setAppMetadata(name: string, value: unknown): unknown
    setUserMetadata(name: string, value: unknown): unknown
  }
  idToken: { setCustomClaim(name: string, value: unknown): unknown }
  accessToken: { setCustomClaim(name: string, value: unknown): unknown }
  transaction?: { setMetadata(name: string, value: string): unknown }
}
