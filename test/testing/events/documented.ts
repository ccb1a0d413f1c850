import type { TriggerId } from '../../../lib/runtime/code/handlers.js'

/**
 * Every property of Auth0's event pages and published types as of 2026-11-28, by trigger. Leaves of maps that have any keys are not listed.
 */

const geoip =
  'cityName continentCode countryCode countryCode3 countryName latitude longitude subdivisionCode subdivisionName timeZone'
const under = (path: string, names: string): string[] => names.split(' ').map(name => `${path}.${name}`)

const client = under('client', 'client_id metadata name')
const external = under('client', 'external_client_id external_metadata_type')
const clientAuthentication = [
  'client.authentication.type',
  ...under('client.authentication.certificate', 'raw subject subjectAltName thumbprint256')
]
const anonymousSession = under('anonymous_session', 'user_id session_id created_at expires_at metadata')
const experiment = under(
  'experiment',
  'experiment_id variation_id variation_name variation_description config is_control'
)
const agent = under('agent', 'agent_id agent_metadata name')
const connection = under('connection', 'id metadata name strategy')
const customDomain = under('custom_domain', 'domain domain_metadata')
const organization = under('organization', 'id display_name metadata name')
const prompt = under('prompt', 'id fields vars')
const security = under('security_context', 'ja3 ja4')
const tenant = ['tenant.id']
const providerTenant = under('tenant', 'id friendly_name home_url logo_url support_email support_url')
const request = [
  ...under('request', 'geoip hostname ip language method user_agent'),
  ...under('request.geoip', geoip)
]
const akamai = (path: string): string[] => [
  ...under(`${path}.akamai.akamaiBot`, 'type action botCategory botScore botScoreResponseSegment botnetId'),
  ...under(
    `${path}.akamai.akamaiUserRisk`,
    'action allow emailDomain general ouid requestid risk score status trust username uuid'
  )
]
const supplemental = akamai('authentication.riskAssessment.supplemental')
const basicUser =
  'app_metadata email email_verified family_name given_name name nickname picture user_id user_metadata username'
const fullUser = `${basicUser} created_at last_password_reset phone_number phone_verified updated_at`
const browserTransaction = under(
  'transaction',
  'acr_values correlation_id locale login_hint prompt protocol redirect_uri requested_scopes response_mode response_type state ui_locales'
)
const device = 'initial_asn initial_ip initial_user_agent last_asn last_ip last_user_agent'

export const documentedProperties: Readonly<Record<TriggerId, readonly string[]>> = {
  'post-login': [
    ...agent,
    ...anonymousSession,
    ...experiment,
    ...external,
    ...clientAuthentication,
    'authentication.methods',
    ...under('authentication.riskAssessment', 'assessments confidence version'),
    ...under('authentication.riskAssessment.assessments.AgentDetection', 'code confidence details.provider'),
    ...under('authentication.riskAssessment.assessments.ImpossibleTravel', 'code confidence'),
    ...under(
      'authentication.riskAssessment.assessments.NewDevice',
      'code confidence details.device details.useragent'
    ),
    ...under(
      'authentication.riskAssessment.assessments.UntrustedIP',
      'code confidence details.category details.ip details.matches details.source'
    ),
    ...supplemental,
    'authorization.roles',
    ...client,
    'client.refresh_token.policies',
    ...connection,
    ...customDomain,
    ...organization,
    ...prompt,
    ...under(
      'refresh_token',
      'id access client_id created_at expires_at idle_expires_at last_exchanged_at metadata resource_servers rotating session_id user_id'
    ),
    ...under('refresh_token.device', device),
    'refresh_token.session_transfer.parent_refresh_token.id',
    ...request,
    ...under('request', 'asn body query'),
    'resource_server.identifier',
    'secrets',
    ...security,
    ...under(
      'session',
      'id actor.sub authenticated_at clients cookie.mode created_at expires_at idle_expires_at last_interacted_at metadata updated_at user_id'
    ),
    ...under('session.device', device),
    ...under('session.session_transfer.parent_refresh_token', 'id metadata'),
    ...under('session_transfer_token', 'client_id request.asn request.ip request.user_agent scope'),
    ...under('session_transfer_token.request.geoip', geoip),
    'stats.logins_count',
    ...tenant,
    ...browserTransaction,
    ...under(
      'transaction',
      'id actor.sub actor.act.sub actor.act.act.sub actor.act.act.act.sub actor.act.act.act.act.sub actor_token_type'
    ),
    ...under(
      'transaction',
      'linking_id metadata requested_authorization_details subject_token_type target_scopes'
    ),
    ...under('user', `${fullUser} enrolledFactors multifactor identities`)
  ],
  'pre-user-registration': [
    ...anonymousSession,
    ...experiment,
    ...external,
    ...supplemental,
    ...client,
    ...connection,
    ...customDomain,
    ...request,
    'request.body',
    'secrets',
    ...security,
    ...tenant,
    ...browserTransaction,
    ...under(
      'user',
      'app_metadata email family_name given_name name nickname phone_number picture user_metadata username'
    )
  ],
  'post-user-registration': [
    ...supplemental,
    ...connection,
    ...customDomain,
    ...request,
    'secrets',
    ...security,
    ...tenant,
    ...browserTransaction,
    ...under('user', fullUser)
  ],
  'credentials-exchange': [
    ...under('accessToken', 'customClaims scope'),
    ...clientAuthentication,
    ...agent,
    ...client,
    ...customDomain,
    ...organization,
    ...request,
    'request.body',
    'resource_server.identifier',
    'secrets',
    ...tenant,
    ...under('transaction', 'correlation_id requested_scopes target_scopes')
  ],
  'post-change-password': [
    ...supplemental,
    ...connection,
    ...customDomain,
    ...request,
    'secrets',
    ...tenant,
    'transaction.correlation_id',
    ...under(
      'user',
      'email email_verified id last_password_reset phone_number phone_verified user_id username'
    )
  ],
  'send-phone-message': [
    ...client,
    ...customDomain,
    ...under('message_options', 'action code message_type recipient text'),
    ...request,
    'secrets',
    ...security,
    ...tenant,
    'transaction.correlation_id',
    ...under('user', `${fullUser} identities`)
  ],
  'password-reset-post-challenge': [
    'authentication.methods',
    ...supplemental,
    'authorization.roles',
    ...client,
    ...connection,
    ...customDomain,
    ...organization,
    ...prompt,
    ...request,
    ...under('request', 'body query'),
    'secrets',
    'stats.logins_count',
    ...tenant,
    ...under('transaction', 'correlation_id locale login_hint state ui_locales'),
    ...under('user', `${fullUser} enrolledFactors identities`)
  ],
  'custom-token-exchange': [
    ...client,
    ...external,
    ...clientAuthentication,
    ...customDomain,
    ...organization,
    ...request,
    'request.body',
    'resource_server.identifier',
    'secrets',
    ...tenant,
    ...under(
      'transaction',
      'actor_token actor_token_type requested_scopes requested_token_type subject_token subject_token_type'
    ),
    ...under('transaction.actor_token_user', `${fullUser} enrolledFactors multifactor identities`)
  ],
  'custom-email-provider': [
    ...client,
    ...connection,
    ...customDomain,
    ...under('notification', 'from html locale message_type subject text to'),
    ...organization,
    ...under('request', 'geoip hostname ip query user_agent'),
    ...under('request.geoip', geoip),
    'secrets',
    ...providerTenant,
    'transaction.correlation_id',
    ...under('user', basicUser)
  ],
  'custom-phone-provider': [
    ...client,
    ...connection,
    ...customDomain,
    ...under('notification', 'as_text as_voice code delivery_method from locale message_type recipient'),
    ...organization,
    ...request,
    'secrets',
    ...providerTenant,
    'transaction.correlation_id',
    ...under('user', `${fullUser} identities`)
  ],
  'event-stream': [
    ...under('message', 'id type a0purpose a0stream a0tenant data source specversion time'),
    'secrets'
  ],
  'login-post-identifier': [
    ...client,
    ...connection,
    ...organization,
    ...request,
    ...under('request', 'body query'),
    'resource_server.identifier',
    'secrets',
    ...tenant,
    ...browserTransaction,
    'transaction.identifier'
  ],
  'signup-post-identifier': [
    ...client,
    ...under('initial_connection', 'id metadata name strategy'),
    ...under('initial_organization', 'id display_name metadata name'),
    ...request,
    ...under('request', 'asn query'),
    'resource_server.identifier',
    'secrets',
    ...security,
    ...tenant,
    ...browserTransaction
  ]
}
