import type { JsonObject } from '../../core/auth0/json.js'
import { type Overrides, override } from './overrides.js'
import type {
  BasicUser,
  Client,
  Connection,
  CorrelatedTransaction,
  CustomDomain,
  GeoIP,
  Identity,
  Organization,
  ProviderTenant,
  Request,
  Secrets,
  SecurityContext,
  Tenant,
  UpstreamAttributes,
  User
} from './parts.js'
import * as samples from './samples.js'

/** @see https://auth0.com/docs/actions/reference/send-phone-message/send-phone-message-event-object */
export type SendPhoneMessageEvent = {
  client?: Client
  custom_domain?: CustomDomain
  message_options: {
    action: 'enrollment' | 'second-factor-authentication'
    code: string
    message_type: 'sms' | 'voice'
    recipient: string
    text: string
  }
  request: Request
  secrets: Secrets
  security_context?: SecurityContext
  tenant: Tenant
  transaction?: CorrelatedTransaction
  user: User & UpstreamAttributes & { identities?: Identity[] }
}

type Provided = {
  client: Client
  connection?: Connection
  custom_domain?: CustomDomain
  organization?: Organization
  secrets: Secrets
  tenant: ProviderTenant
  transaction?: CorrelatedTransaction
}

/** @see https://auth0.com/docs/actions/reference/custom-email-provider/custom-email-provider-event-object */
export type CustomEmailProviderEvent = Provided & {
  notification: {
    from: string
    html: string
    locale: string
    message_type:
      | 'verify_email'
      | 'verify_email_by_code'
      | 'reset_email'
      | 'reset_email_by_code'
      | 'welcome_email'
      | 'verification_code'
      | 'mfa_oob_code'
      | 'enrollment_email'
      | 'blocked_account'
      | 'stolen_credentials'
      | 'try_provider_configuration_email'
      | 'organization_invitation'
    subject: string
    text: string
    to: string
  }
  request: { geoip?: GeoIP; hostname?: string; ip?: string; query?: JsonObject; user_agent?: string }
  user: BasicUser & UpstreamAttributes
}

/** @see https://auth0.com/docs/actions/reference/custom-phone-provider/custom-phone-provider-event-object */
export type CustomPhoneProviderEvent = Provided & {
  notification: {
    as_text: string
    as_voice: string
    code?: string
    delivery_method: 'text' | 'voice'
    from?: string
    locale?: string
    message_type: 'otp_verify' | 'otp_enroll' | 'blocked_account' | 'change_password' | 'password_breach'
    recipient: string
  }
  request: Request
  user: User & UpstreamAttributes & { identities?: Identity[] }
}

const { method: _method, language: _language, ...emailRequest } = samples.request
const recipient = samples.databaseUser.phone_number

const phoneMessage: SendPhoneMessageEvent = {
  client: samples.client,
  message_options: {
    action: 'second-factor-authentication',
    code: '246810',
    message_type: 'sms',
    recipient,
    text: 'Your code is 246810.'
  },
  request: { ...samples.request, method: 'POST' },
  secrets: {},
  tenant: samples.tenant,
  user: samples.user
}

const email: CustomEmailProviderEvent = {
  client: samples.client,
  notification: {
    from: 'hello@acme.test',
    html: '<p>Please confirm.</p>',
    locale: 'en',
    message_type: 'verify_email',
    subject: 'Please confirm',
    text: 'Please confirm.',
    to: 'ann@acme.test'
  },
  request: emailRequest,
  secrets: {},
  tenant: samples.tenant,
  user: samples.basicUser
}

const phone: CustomPhoneProviderEvent = {
  client: samples.client,
  notification: {
    as_text: 'Your code is 246810.',
    as_voice: 'Your code is 2 4 6 8 1 0.',
    code: '246810',
    delivery_method: 'text',
    message_type: 'otp_verify',
    recipient
  },
  request: { ...samples.request, method: 'POST' },
  secrets: {},
  tenant: samples.tenant,
  user: samples.user
}

const provided = {
  connection: samples.database,
  custom_domain: samples.customDomain,
  organization: samples.organization,
  tenant: samples.providerTenant,
  transaction: { correlation_id: 'correlation-1' }
}
const identified = { ...samples.databaseUser, identities: [samples.identity] }

/** What these events may have besides. */
export const sendPhoneMessageSamples = {
  custom_domain: samples.customDomain,
  security_context: samples.securityContext,
  transaction: { correlation_id: 'correlation-1' },
  user: identified
} satisfies Overrides<SendPhoneMessageEvent>
export const customEmailProviderSamples = {
  ...provided,
  request: { query: {} },
  user: { username: samples.databaseUser.username }
} satisfies Overrides<CustomEmailProviderEvent>
export const customPhoneProviderSamples = {
  ...provided,
  notification: { from: '+351219999999', locale: 'en' },
  user: identified
} satisfies Overrides<CustomPhoneProviderEvent>

/** A code to be sent as the second factor. */
export const sendPhoneMessageEvent = (changes?: Overrides<SendPhoneMessageEvent>): SendPhoneMessageEvent =>
  override(phoneMessage, changes)

/** An e-mail for one's own provider to send. */
export const customEmailProviderEvent = (
  changes?: Overrides<CustomEmailProviderEvent>
): CustomEmailProviderEvent => override(email, changes)

/** A text message for one's own provider to send. */
export const customPhoneProviderEvent = (
  changes?: Overrides<CustomPhoneProviderEvent>
): CustomPhoneProviderEvent => override(phone, changes)
