import type { JsonObject } from '../../core/auth0/json.js'
import { minutesFrom } from '../clock.js'
import type { RefreshToken, Session } from './bearers.js'
import { identityOf, methodOf, userIdOf } from './login-of.js'
import { type Overrides, override } from './overrides.js'
import type {
  Actor,
  Agent,
  AnonymousSession,
  AuthenticatedClient,
  AuthenticationMethod,
  BrowserTransaction,
  Connection,
  CustomDomain,
  EnrolledFactor,
  Experiment,
  GeoIP,
  Identity,
  Organization,
  Prompt,
  RequestWithBody,
  Secrets,
  SecurityContext,
  Tenant,
  UpstreamAttributes,
  User
} from './parts.js'
import type { RiskAssessment } from './risk.js'
import * as samples from './samples.js'

export type SessionTransferToken = {
  client_id: string
  request: { asn?: string; geoip?: GeoIP; ip: string; user_agent?: string }
  scope: string[]
}

export type LoginTransaction = Partial<BrowserTransaction> & {
  id?: string
  actor?: Actor
  actor_token_type?: string
  linking_id?: string
  metadata: Record<string, string | number | boolean>
  requested_authorization_details?: ({ type: string } & JsonObject)[]
  subject_token_type?: string
  /** Those requested, until an Action changes them. */
  target_scopes?: string[]
}

/** @see https://auth0.com/docs/actions/reference/post-login/post-login-event-object */
export type PostLoginEvent = {
  agent?: Agent
  anonymous_session?: AnonymousSession
  authentication?: { methods: AuthenticationMethod[]; riskAssessment?: RiskAssessment }
  authorization?: { roles: string[] }
  client: AuthenticatedClient & { refresh_token?: { policies?: { audience?: string; scope?: string[] }[] } }
  connection: Connection
  custom_domain?: CustomDomain
  /** `null` where there is none. */
  experiment?: Experiment | null
  organization?: Organization
  prompt?: Prompt
  refresh_token?: RefreshToken
  request: RequestWithBody & { asn?: string; query: JsonObject }
  resource_server?: { identifier: string }
  secrets: Secrets
  security_context?: SecurityContext
  session?: Session
  session_transfer_token?: SessionTransferToken
  stats: { logins_count: number }
  tenant: Tenant
  transaction?: LoginTransaction
  user: User &
    UpstreamAttributes & {
      enrolledFactors?: EnrolledFactor[]
      identities: Identity[]
      multifactor?: string[]
    }
}

const session: Session = {
  id: 'session-1',
  authenticated_at: minutesFrom(-1),
  clients: [{ client_id: samples.client.client_id }],
  created_at: minutesFrom(-1),
  expires_at: minutesFrom(7 * 24 * 60),
  idle_expires_at: minutesFrom(3 * 24 * 60),
  last_interacted_at: minutesFrom(-1),
  updated_at: minutesFrom(-1),
  user_id: samples.user.user_id
}

const login: PostLoginEvent = {
  authentication: { methods: [samples.passwordMethod] },
  authorization: { roles: [] },
  client: samples.client,
  connection: samples.database,
  experiment: null,
  request: { ...samples.request, body: {}, query: {} },
  secrets: {},
  session,
  stats: { logins_count: 2 },
  tenant: samples.tenant,
  transaction: {
    ...samples.transaction,
    id: 'transaction-1',
    metadata: {},
    target_scopes: samples.transaction.requested_scopes
  },
  user: { ...samples.user, identities: [samples.identity] }
}

/** What a login may have besides: samples of every optional member, to be taken over into an event. */
export const postLoginSamples = {
  agent: samples.agent,
  anonymous_session: samples.anonymousSession,
  authentication: {
    methods: [samples.passwordMethod, samples.mfaMethod],
    riskAssessment: {
      assessments: {
        AgentDetection: { code: 'unknown', confidence: 'high', details: { provider: 'none' } },
        ImpossibleTravel: { code: 'minimal_travel_from_last_login', confidence: 'high' },
        NewDevice: {
          code: 'match',
          confidence: 'high',
          details: { device: 'known', useragent: 'known' }
        },
        UntrustedIP: {
          code: 'not_found_on_deny_list',
          confidence: 'high',
          details: { category: 'none', ip: samples.request.ip, matches: '', source: 'none' }
        }
      },
      confidence: 'high',
      supplemental: samples.supplementalRisk,
      version: '1'
    }
  },
  client: {
    ...samples.externalClient,
    authentication: samples.clientAuthentication,
    refresh_token: { policies: [{ audience: 'https://api.acme.test', scope: ['read:notes'] }] }
  },
  custom_domain: samples.customDomain,
  experiment: samples.experiment,
  organization: samples.organization,
  prompt: samples.prompt,
  refresh_token: {
    id: 'refresh-token-1',
    access: 'offline',
    client_id: samples.client.client_id,
    created_at: minutesFrom(-60),
    device: samples.device,
    expires_at: minutesFrom(30 * 24 * 60),
    idle_expires_at: minutesFrom(7 * 24 * 60),
    last_exchanged_at: minutesFrom(-30),
    metadata: {},
    resource_servers: [{ audience: 'https://api.acme.test', scopes: 'read:notes' }],
    rotating: true,
    session_id: session.id,
    session_transfer: { parent_refresh_token: { id: 'refresh-token-0' } },
    user_id: samples.user.user_id
  },
  request: { asn: 'AS64500' },
  resource_server: { identifier: 'https://api.acme.test' },
  security_context: samples.securityContext,
  session: {
    actor: samples.actor,
    cookie: { mode: 'persistent' },
    device: samples.device,
    metadata: {},
    session_transfer: { parent_refresh_token: { id: 'refresh-token-0', metadata: {} } }
  },
  session_transfer_token: {
    client_id: 'native-app',
    request: {
      asn: 'AS64500',
      geoip: samples.geoip,
      ip: samples.request.ip,
      user_agent: 'Mozilla/5.0 (test)'
    },
    scope: ['openid']
  },
  transaction: {
    ...samples.transactionDetails,
    actor: { sub: 'a', act: { sub: 'b', act: { sub: 'c', act: { sub: 'd', act: { sub: 'e' } } } } },
    actor_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    linking_id: 'linking-1',
    requested_authorization_details: [{ type: 'payment' }],
    subject_token_type: 'https://acme.test/subject-token'
  },
  user: { ...samples.databaseUser, enrolledFactors: samples.enrolledFactors, multifactor: ['guardian'] }
} satisfies Overrides<PostLoginEvent>

/** What follows from changes: a test that names a connection or a user means a login through it, or of this one. */
const consequencesOf = (
  base: PostLoginEvent,
  changes: Overrides<PostLoginEvent>
): Overrides<PostLoginEvent> => {
  const user_id = userIdOf(base, changes)
  const strategy = changes.connection?.strategy
  const { methods = [] } = base.authentication ?? {}
  const target_scopes = changes.transaction?.requested_scopes
  return {
    user: { user_id, identities: [identityOf(base, changes)] },
    // Of somebody else, it would be a delegated login.
    session: { user_id },
    ...(strategy !== undefined && {
      authentication: { methods: methods.map(method => ({ ...method, name: methodOf(strategy) })) }
    }),
    // They start as those requested.
    ...(target_scopes && { transaction: { target_scopes } })
  }
}

const changed = (base: PostLoginEvent, changes: Overrides<PostLoginEvent> = {}): PostLoginEvent =>
  override(override(base, consequencesOf(base, changes)), changes)

const refresh = override(login, {
  authentication: { methods: [{ name: 'pwd', timestamp: minutesFrom(-60) }] },
  refresh_token: postLoginSamples.refresh_token,
  request: { method: 'POST', body: { grant_type: 'refresh_token' } },
  session: { authenticated_at: minutesFrom(-60) },
  transaction: {
    protocol: 'oauth2-refresh-token',
    redirect_uri: undefined,
    response_mode: undefined,
    response_type: undefined,
    state: undefined
  }
})

/**
 * A login with a password a minute before `fixtureTime`, of a verified user who has no metadata. It has what every browser
 * login has; `postLoginSamples` has the rest. With another connection, the user's id and identity and how the user logged in
 * follow it, unless they are given too.
 */
export const postLoginEvent = (changes?: Overrides<PostLoginEvent>): PostLoginEvent => changed(login, changes)

/** The same user's application exchanging a refresh token an hour later: no browser, nothing sent upstream just now. */
export const refreshEvent = (changes?: Overrides<PostLoginEvent>): PostLoginEvent => changed(refresh, changes)
