import type { JsonObject } from '../../core/auth0/json.js'
import { fixtureTime } from '../clock.js'
import { type Overrides, override } from './overrides.js'
import * as samples from './samples.js'

/** @see https://auth0.com/docs/customize/rules/context-object */
export type RuleContext = {
  tenant: string
  clientID: string
  clientName: string
  clientMetadata: Record<string, string>
  connectionID: string
  connection: string
  connectionStrategy: string
  connectionOptions: JsonObject
  connectionMetadata: Record<string, string>
  protocol: string
  stats: { loginsCount: number }
  sso: { with_auth0: boolean; with_dbconn: boolean; current_clients: string[] }
  idToken: JsonObject
  accessToken: JsonObject
  sessionID: string
  request: {
    userAgent: string
    ip: string
    hostname: string
    query: JsonObject
    body: JsonObject
    geoip: JsonObject
  }
  /** Times are milliseconds since 1970. */
  authentication: { methods: { name: string; timestamp: number }[] }
  authorization: { roles: string[] }
  organization?: { id: string; name: string; display_name: string; metadata: Record<string, string> }
  /** Set by a Rule that linked accounts. */
  primaryUser?: string
  multifactor?: JsonObject
  redirect?: { url: string }
  riskAssessment?: JsonObject
  samlConfiguration?: JsonObject
}

const { client, database, request } = samples

const context: RuleContext = {
  tenant: samples.tenant.id,
  clientID: client.client_id,
  clientName: client.name,
  clientMetadata: {},
  connectionID: database.id,
  connection: database.name,
  connectionStrategy: database.strategy,
  connectionOptions: {},
  connectionMetadata: {},
  protocol: 'oidc-basic-profile',
  stats: { loginsCount: 2 },
  sso: { with_auth0: false, with_dbconn: false, current_clients: [client.client_id] },
  idToken: {},
  accessToken: {},
  sessionID: 'session-1',
  request: {
    userAgent: request.user_agent ?? '',
    ip: request.ip,
    hostname: request.hostname ?? '',
    query: { scope: 'openid profile email' },
    body: {},
    geoip: { country_code: 'PT', country_name: 'Portugal', city_name: 'Lisbon', time_zone: 'Europe/Lisbon' }
  },
  authentication: { methods: [{ name: 'pwd', timestamp: Date.parse(fixtureTime) - 60_000 }] },
  authorization: { roles: [] }
}

/** The `context` of a Rule in an interactive login, one minute ago. */
export const ruleContext = (overrides?: Overrides<RuleContext>): RuleContext => override(context, overrides)

const { app_metadata: _app, user_metadata: _user, ...profile } = samples.user

/** The `user` of a Rule: its metadata is missing, as it is where nobody ever set any. */
export const ruleUser = (overrides: JsonObject = {}): JsonObject =>
  override<JsonObject>({ ...profile, identities: [{ ...samples.identity }] as JsonObject[] }, overrides)
