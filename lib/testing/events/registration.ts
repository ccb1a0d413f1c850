import { userIdOf } from './login-of.js'
import { type Overrides, override } from './overrides.js'
import type {
  AnonymousSession,
  BrowserTransaction,
  Connection,
  CustomDomain,
  Experiment,
  ExternalClient,
  NewUser,
  Request,
  RequestWithBody,
  Secrets,
  SecurityContext,
  SupplementalAuthentication,
  Tenant,
  UpstreamAttributes,
  User
} from './parts.js'
import * as samples from './samples.js'

/** @see https://auth0.com/docs/actions/reference/pre-user-registration/pre-user-registration-event-object */
export type PreUserRegistrationEvent = {
  anonymous_session?: AnonymousSession
  authentication?: SupplementalAuthentication
  client?: ExternalClient
  connection: Connection
  custom_domain?: CustomDomain
  /** `null` where there is none. */
  experiment?: Experiment | null
  request: RequestWithBody
  secrets: Secrets
  security_context?: SecurityContext
  tenant: Tenant
  transaction?: BrowserTransaction
  user: NewUser & UpstreamAttributes
}

/** @see https://auth0.com/docs/actions/reference/post-user-registration/post-user-registration-event-object */
export type PostUserRegistrationEvent = {
  authentication?: SupplementalAuthentication
  connection: Connection
  custom_domain?: CustomDomain
  request?: Request
  secrets: Secrets
  security_context?: SecurityContext
  tenant: Tenant
  transaction?: BrowserTransaction
  user: User & UpstreamAttributes
}

const { user_id: _id, email_verified: _verified, ...newUser } = samples.basicUser

const signup: PreUserRegistrationEvent = {
  client: samples.client,
  connection: samples.database,
  experiment: null,
  request: { ...samples.request, method: 'POST', body: {} },
  secrets: {},
  tenant: samples.tenant,
  transaction: samples.transaction,
  user: newUser
}

const registered: PostUserRegistrationEvent = {
  connection: samples.database,
  request: { ...samples.request, method: 'POST' },
  secrets: {},
  tenant: samples.tenant,
  transaction: samples.transaction,
  user: { ...samples.user, email_verified: false }
}

const details = {
  authentication: { riskAssessment: { supplemental: samples.supplementalRisk } },
  custom_domain: samples.customDomain,
  security_context: samples.securityContext,
  transaction: samples.transactionDetails
}

/** What these events may have besides. */
export const preUserRegistrationSamples = {
  ...details,
  anonymous_session: samples.anonymousSession,
  client: samples.externalClient,
  experiment: samples.experiment,
  user: { phone_number: samples.databaseUser.phone_number, username: samples.databaseUser.username }
} satisfies Overrides<PreUserRegistrationEvent>
export const postUserRegistrationSamples = {
  ...details,
  user: samples.databaseUser
} satisfies Overrides<PostUserRegistrationEvent>

/** A sign-up at a database connection, not decided yet: the user has no id. */
export const preUserRegistrationEvent = (
  changes?: Overrides<PreUserRegistrationEvent>
): PreUserRegistrationEvent => override(signup, changes)

/** A user who has just been created. */
export const postUserRegistrationEvent = (
  changes: Overrides<PostUserRegistrationEvent> = {}
): PostUserRegistrationEvent =>
  override(override(registered, { user: { user_id: userIdOf(registered, changes) } }), changes)
