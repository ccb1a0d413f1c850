import { minutesFrom } from '../clock.js'
import type {
  Agent,
  AnonymousSession,
  AuthenticationMethod,
  BasicUser,
  BrowserTransaction,
  Client,
  ClientAuthentication,
  Connection,
  CustomDomain,
  Device,
  EnrolledFactor,
  Experiment,
  GeoIP,
  Identity,
  Organization,
  Prompt,
  ProviderTenant,
  Request,
  SecurityContext,
  SessionActor,
  SupplementalRisk,
  Tenant,
  User
} from './parts.js'

/** Whole examples of the parts of events, those that most events lack included. */

export const tenant: Tenant = { id: 'acme-test' }

export const providerTenant: ProviderTenant = {
  ...tenant,
  friendly_name: 'Acme',
  home_url: 'https://acme.test/',
  logo_url: 'https://acme.test/logo.png',
  support_email: 'support@acme.test',
  support_url: 'https://acme.test/support'
}

export const client: Client = { client_id: 'test-client', name: 'Test application', metadata: {} }

export const database: Connection = {
  id: 'con_test_database',
  name: 'Username-Password-Authentication',
  strategy: 'auth0',
  metadata: {}
}

export const geoip: GeoIP = {
  cityName: 'Lisbon',
  continentCode: 'EU',
  countryCode: 'PT',
  countryCode3: 'PRT',
  countryName: 'Portugal',
  latitude: 38.72,
  longitude: -9.14,
  subdivisionCode: '11',
  subdivisionName: 'Lisboa',
  timeZone: 'Europe/Lisbon'
}

export const request: Request = {
  geoip,
  hostname: 'acme-test.auth0.test',
  ip: '192.0.2.10',
  language: 'en',
  method: 'GET',
  user_agent: 'Mozilla/5.0 (test)'
}

export const identity: Identity = {
  connection: database.name,
  isSocial: false,
  provider: 'auth0',
  user_id: 'test-user-1'
}

export const basicUser: BasicUser = {
  app_metadata: {},
  email: 'ann@acme.test',
  email_verified: true,
  family_name: 'Example',
  given_name: 'Ann',
  name: 'Ann Example',
  nickname: 'ann',
  picture: 'https://acme.test/ann.png',
  user_id: 'auth0|test-user-1',
  user_metadata: {}
}

export const user: User = {
  ...basicUser,
  created_at: '2025-06-01T08:00:00.000Z',
  updated_at: minutesFrom(-1)
}

/** What a database user may have besides. */
export const databaseUser = {
  last_password_reset: '2025-09-01T08:00:00.000Z',
  phone_number: '+351210000000',
  phone_verified: false,
  username: 'ann'
}

export const enrolledFactors: EnrolledFactor[] = [{ type: 'otp', options: {} }]

export const transaction: BrowserTransaction = {
  acr_values: [],
  locale: 'en',
  protocol: 'oidc-basic-profile',
  redirect_uri: 'https://app.acme.test/callback',
  requested_scopes: ['openid', 'profile', 'email'],
  response_mode: 'query',
  response_type: ['code'],
  state: 'client-state',
  ui_locales: []
}

/** What a transaction may have besides. */
export const transactionDetails = {
  correlation_id: 'correlation-1',
  login_hint: 'ann@acme.test',
  prompt: ['login']
}

export const organization: Organization = {
  id: 'org_test1',
  display_name: 'Acme Ltd',
  metadata: {},
  name: 'acme'
}

export const customDomain: CustomDomain = { domain: 'login.acme.test', domain_metadata: { region: 'eu' } }
export const agent: Agent = { agent_id: 'agt_test1', agent_metadata: {}, name: 'Test agent' }
export const prompt: Prompt = { id: 'ap_test1', fields: { consent: 'yes' }, vars: {} }
export const securityContext: SecurityContext = {
  ja3: '0'.repeat(32),
  ja4: 't13d0000h0_000000000000_000000000000'
}

export const clientAuthentication: ClientAuthentication = {
  type: 'self_signed_tls_client_auth',
  certificate: {
    raw: 'test certificate',
    subject: 'CN=client.acme.test',
    subjectAltName: 'DNS:client.acme.test',
    thumbprint256: 'test thumbprint'
  }
}
export const externalClient = {
  external_client_id: 'https://client.acme.test/oauth-client.json',
  external_metadata_type: 'cimd'
}

export const anonymousSession: AnonymousSession = {
  user_id: 'anon@test-1',
  session_id: 'anon_sess@test-1',
  created_at: minutesFrom(-10),
  expires_at: minutesFrom(50),
  metadata: { source: 'web' }
}

export const experiment: Experiment = {
  experiment_id: 'exp_test1',
  variation_id: 'var_test1',
  variation_name: 'Treatment',
  variation_description: 'Another login page',
  config: { theme: { value: 'dark' } },
  is_control: false
}

export const device: Device = {
  initial_asn: 'AS64500',
  initial_ip: request.ip,
  initial_user_agent: 'Mozilla/5.0 (test)',
  last_asn: 'AS64500',
  last_ip: request.ip,
  last_user_agent: 'Mozilla/5.0 (test)'
}

/** Who acts for the user. */
export const actor: SessionActor = { sub: 'auth0|support-1' }

/** A password a minute ago. */
export const passwordMethod: AuthenticationMethod = { name: 'pwd', timestamp: minutesFrom(-1) }
/** A second factor half a minute ago. */
export const mfaMethod: AuthenticationMethod = { name: 'mfa', timestamp: minutesFrom(-0.5), type: 'otp' }

export const supplementalRisk: SupplementalRisk = {
  akamai: {
    akamaiBot: {
      type: 'Unknown Bot',
      action: 'Monitor',
      botCategory: ['Test bots'],
      botScore: 0,
      botScoreResponseSegment: 'test',
      botnetId: 'none'
    },
    akamaiUserRisk: {
      action: 'monitor',
      allow: 0,
      emailDomain: 'acme.test',
      general: {},
      ouid: 'ouid-1',
      requestid: 'request-1',
      risk: {},
      score: 0,
      status: 4,
      trust: {},
      username: 'ann',
      uuid: '00000000-0000-4000-8000-000000000000'
    }
  }
}
