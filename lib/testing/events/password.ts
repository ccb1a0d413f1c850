import type { JsonObject } from '../../core/auth0/json.js'
import { minutesFrom } from '../clock.js'
import { identityOf } from './login-of.js'
import { type Overrides, override } from './overrides.js'
import type {
  AuthenticationMethod,
  Client,
  Connection,
  CorrelatedTransaction,
  CustomDomain,
  EnrolledFactor,
  Identity,
  Organization,
  Prompt,
  Request,
  RequestWithBody,
  Secrets,
  SupplementalAuthentication,
  Tenant,
  UpstreamAttributes,
  User
} from './parts.js'
import * as samples from './samples.js'

/** @see https://auth0.com/docs/actions/reference/post-change-password/post-change-password-event-object */
export type PostChangePasswordEvent = {
  authentication?: SupplementalAuthentication
  connection: Connection
  custom_domain?: CustomDomain
  request: Request
  secrets: Secrets
  tenant: Tenant
  transaction?: CorrelatedTransaction
  user: {
    email?: string
    email_verified?: boolean
    /** The same as `user_id`, by its older name. */
    id?: string
    last_password_reset?: string
    phone_number?: string
    phone_verified?: boolean
    user_id?: string
    username?: string
  }
}

/** @see https://auth0.com/docs/actions/reference/password-reset-post-challenge/password-reset-post-challenge-event-object */
export type PasswordResetPostChallengeEvent = {
  authentication: SupplementalAuthentication & { methods: AuthenticationMethod[] }
  authorization: { roles: string[] }
  client: Client
  connection: Connection
  custom_domain?: CustomDomain
  organization?: Organization
  prompt?: Prompt
  request: RequestWithBody & { query: JsonObject }
  secrets: Secrets
  stats: { logins_count: number }
  tenant: Tenant
  transaction: CorrelatedTransaction & {
    locale: string
    login_hint?: string
    state?: string
    ui_locales: string[]
  }
  user: User & UpstreamAttributes & { enrolledFactors?: EnrolledFactor[]; identities: Identity[] }
}

const changed: PostChangePasswordEvent = {
  connection: samples.database,
  request: { ...samples.request, method: 'POST' },
  secrets: {},
  tenant: samples.tenant,
  user: {
    email: 'ann@acme.test',
    email_verified: true,
    id: samples.user.user_id,
    last_password_reset: minutesFrom(-1),
    user_id: samples.user.user_id
  }
}

const reset: PasswordResetPostChallengeEvent = {
  authentication: { methods: [{ name: 'email', timestamp: minutesFrom(-1) }] },
  authorization: { roles: [] },
  client: samples.client,
  connection: samples.database,
  request: { ...samples.request, body: {}, query: {} },
  secrets: {},
  stats: { logins_count: 2 },
  tenant: samples.tenant,
  transaction: { locale: 'en', ui_locales: [] },
  user: { ...samples.user, identities: [samples.identity] }
}

const authentication = { riskAssessment: { supplemental: samples.supplementalRisk } }
const { phone_number, phone_verified, username } = samples.databaseUser

/** What these events may have besides. */
export const postChangePasswordSamples = {
  authentication,
  custom_domain: samples.customDomain,
  transaction: { correlation_id: 'correlation-1' },
  user: { phone_number, phone_verified, username }
} satisfies Overrides<PostChangePasswordEvent>
export const passwordResetPostChallengeSamples = {
  authentication,
  custom_domain: samples.customDomain,
  organization: samples.organization,
  prompt: samples.prompt,
  transaction: { correlation_id: 'correlation-1', login_hint: 'ann@acme.test', state: 'client-state' },
  user: { ...samples.databaseUser, enrolledFactors: samples.enrolledFactors }
} satisfies Overrides<PasswordResetPostChallengeEvent>

/** A password that was changed a minute ago. */
export const postChangePasswordEvent = (
  changes?: Overrides<PostChangePasswordEvent>
): PostChangePasswordEvent => override(changed, changes)

/** A password reset after the user has answered the e-mail. */
export const passwordResetPostChallengeEvent = (
  changes: Overrides<PasswordResetPostChallengeEvent> = {}
): PasswordResetPostChallengeEvent =>
  override(override(reset, { user: { identities: [identityOf(reset, changes)] } }), changes)
