import type { Json, JsonObject } from '../../core/auth0/json.js'

/** What several triggers' events are made of. `?` is what Auth0's pages call optional. */

export type Confidence = 'low' | 'medium' | 'high' | 'neutral'

export type Protocol =
  | 'oidc-basic-profile'
  | 'oidc-implicit-profile'
  | 'oidc-hybrid-profile'
  | 'oidc-ciba'
  | 'oidc-ciba-web-link'
  | 'oauth2-device-code'
  | 'oauth2-resource-owner'
  | 'oauth2-resource-owner-jwt-bearer'
  | 'oauth2-password'
  | 'oauth2-webauthn'
  | 'oauth2-access-token'
  | 'oauth2-refresh-token'
  | 'oauth2-token-exchange'
  | 'samlp'
  | 'wsfed'
  | 'wstrust-usernamemixed'

export type Agent = { agent_id: string; agent_metadata: JsonObject; name: string }
/** How the application proved who it is. */
export type ClientAuthentication = {
  type: string
  certificate?: { raw?: string; subject?: string; subjectAltName?: string; thumbprint256?: string }
}
export type Client = { client_id: string; metadata: Record<string, string>; name: string }
/** An application that may be known by a document of its own elsewhere. */
export type ExternalClient = Client & { external_client_id?: string; external_metadata_type?: string }
export type AuthenticatedClient = ExternalClient & { authentication?: ClientAuthentication }
/** A visitor before the login. */
export type AnonymousSession = {
  user_id: string
  session_id: string
  created_at: string
  expires_at: string
  metadata?: JsonObject
}
/** The variation of an experiment the login is part of. */
export type Experiment = {
  experiment_id: string
  variation_id: string
  variation_name: string
  variation_description?: string
  config: Record<string, { value: string | number | boolean }>
  is_control: boolean
}
export type Connection = { id: string; name: string; strategy: string; metadata?: Record<string, string> }
export type CustomDomain = { domain: string; domain_metadata: Record<string, string> }
export type Organization = {
  id: string
  display_name: string
  metadata: Record<string, string>
  name: string
}
export type Prompt = { id: string; fields?: JsonObject; vars?: JsonObject }
export type SecurityContext = { ja3?: string; ja4?: string }
export type Tenant = { id: string }
export type ProviderTenant = Tenant & {
  friendly_name?: string
  home_url?: string
  logo_url?: string
  support_email?: string
  support_url?: string
}
export type CorrelatedTransaction = { correlation_id?: string }

export type GeoIP = {
  cityName?: string
  continentCode?: string
  countryCode?: string
  countryCode3?: string
  countryName?: string
  latitude?: number
  longitude?: number
  subdivisionCode?: string
  subdivisionName?: string
  timeZone?: string
}
export type Request = {
  geoip: GeoIP
  hostname?: string
  ip: string
  language?: string
  method: string
  user_agent?: string
}
export type RequestWithBody = Request & { body: JsonObject }

export type Device = {
  initial_asn?: string
  initial_ip?: string
  initial_user_agent?: string
  last_asn?: string
  last_ip?: string
  last_user_agent?: string
}
export type Actor = { sub: string; act?: Actor; [property: string]: unknown }
/** Who acts in a session: no chain, and plain values. */
export type SessionActor = { sub: string; [property: string]: string | number | boolean | null }

export type AuthenticationMethod = { name: string; timestamp: string; type?: string }
/** Signals of Akamai, where a tenant has it in front. */
export type SupplementalRisk = {
  akamai?: {
    akamaiBot?: {
      type?: string
      action?: string
      botCategory?: string[]
      botScore?: number
      botScoreResponseSegment?: string
      botnetId?: string
    }
    akamaiUserRisk?: {
      action?: string
      allow?: number
      emailDomain?: string
      general?: JsonObject
      ouid?: string
      requestid?: string
      risk?: JsonObject
      score?: number
      status?: number
      trust?: JsonObject
      username?: string
      uuid?: string
    }
  }
}
/** What triggers other than post-login have of the authentication. */
export type SupplementalAuthentication = { riskAssessment?: { supplemental?: SupplementalRisk } }

export type Identity = {
  connection?: string
  isSocial?: boolean
  provider?: string
  user_id?: string
  profileData?: JsonObject
  [detail: string]: Json | undefined
}
export type EnrolledFactor = { type: string; options?: JsonObject }
type Names = {
  email?: string
  family_name?: string
  given_name?: string
  name?: string
  nickname?: string
  picture?: string
  username?: string
}
/** The profile as the e-mail provider is given it: no times, no phone. */
export type BasicUser = Names & {
  app_metadata: JsonObject
  email_verified: boolean
  user_id: string
  user_metadata: JsonObject
}
export type User = BasicUser & {
  created_at: string
  last_password_reset?: string
  phone_number?: string
  phone_verified?: boolean
  updated_at: string
}
/** A root attribute the upstream identity provider sent. */
export type UpstreamAttributes = { [attribute: string]: unknown }
/** Somebody who signs up: no id yet. */
export type NewUser = Names & { app_metadata?: JsonObject; phone_number?: string; user_metadata?: JsonObject }

/** A transaction of a browser, in triggers around sign-up. */
export type BrowserTransaction = {
  acr_values: string[]
  correlation_id?: string
  locale: string
  login_hint?: string
  prompt?: string[]
  protocol?: Protocol
  redirect_uri?: string
  requested_scopes: string[]
  response_mode?: 'query' | 'fragment' | 'form_post' | 'web_message'
  response_type?: ('code' | 'token' | 'id_token')[]
  state?: string
  ui_locales: string[]
}
export type Secrets = Record<string, string>
