/**
 * The parts of a pre-user-registration event that a0seal reads. `user` has no `user_id` yet.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/pre-user-registration
 */
export interface PreUserRegistrationEvent {
  tenant: { id: string }
  user: { user_metadata?: unknown } & Record<string, unknown>
  connection: { name: string; strategy: string }
  secrets: Readonly<Record<string, string | undefined>>
}

/** The methods of the pre-user-registration `api` that a0seal calls. */
export interface PreUserRegistrationAPI {
  access: { deny(reason: string, userMessage: string): unknown }
  user: {
    setAppMetadata(name: string, value: unknown): unknown
    setUserMetadata(name: string, value: unknown): unknown
  }
}
