import type { JsonObject } from '../../core/auth0/json.js'
import type { Organization } from '../seed/organizations.js'
import type { Origin } from '../sessions/origin.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { RefreshTokenInfo } from '../sessions/token-families.js'
import type { EventRequest } from '../sessions/transactions.js'
import { rolesOf } from '../store/authorization.js'
import type { TenantClient } from '../store/clients.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { TenantConnection } from '../users/connections.js'
import type { User } from '../users/users.js'
import {
  eventClient,
  eventConnection,
  eventOrganization,
  eventRequest,
  eventTransaction,
  present
} from './event-parts.js'

/** How post-login came to run. */
export type Protocol =
  | 'oidc-basic-profile'
  | 'oidc-implicit-profile'
  | 'oidc-hybrid-profile'
  | 'oauth2-refresh-token'
  | 'oauth2-password'

export interface EventInput {
  client: TenantClient
  connection: TenantConnection | undefined
  user: User
  /** Attributes on the deny list, in the one run that may see them. */
  denied?: JsonObject | undefined
  session: TenantSession | undefined
  /** Where one is exchanged. */
  refreshToken?: RefreshTokenInfo | undefined
  organization?: Organization | undefined
  transaction: { id: string; protocol: Protocol; params: JsonObject }
  request: EventRequest
  origin: Origin
  audience: string | undefined
}

/** Kept by Auth0 about the user, but no part of `event.user`. */
const bookkeeping = new Set(['last_login', 'last_ip', 'logins_count'])

/** What a linked account brings is its own, not the root's, which belongs to the first identity. */
const withDenied = (user: User, denied: JsonObject, connection: TenantConnection | undefined): JsonObject => {
  const [first] = user.identities
  if (!connection || first?.connection === connection.name) return { ...user, ...denied }
  const identities = user.identities.map(identity =>
    identity.connection === connection.name
      ? { ...identity, profileData: { ...identity.profileData, ...denied } }
      : identity
  )
  return { ...user, identities }
}

const eventUser = (user: User, denied: JsonObject, connection: TenantConnection | undefined): JsonObject => ({
  ...Object.fromEntries(
    Object.entries(withDenied(user, denied, connection)).filter(([name]) => !bookkeeping.has(name))
  ),
  // Everybody can meet the development challenge.
  enrolledFactors: [{ type: 'otp' }]
})

const eventSession = ({
  methods: _methods,
  connection: _connection,
  ...session
}: TenantSession): JsonObject =>
  present({
    ...session,
    last_interacted_at: session.updated_at,
    clients: session.clients.map(client_id => ({ client_id }))
  })

/**
 * The event of a post-login run, without secrets.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/post-login-event-object
 */
export const createEvent = (
  { id: tenant, resources }: Pick<TenantStore, 'id' | 'resources'>,
  input: EventInput
): JsonObject => {
  const { client, connection, user, denied = {}, session, refreshToken, organization } = input
  const { id, protocol, params } = input.transaction
  return present({
    tenant: { id: tenant },
    client: eventClient(client),
    connection: connection && eventConnection(connection),
    experiment: null,
    organization: organization && eventOrganization(organization),
    request: eventRequest(input.request, input.origin),
    session: session && eventSession(session),
    refresh_token: refreshToken && present({ ...refreshToken, access: 'offline' }),
    transaction: {
      ...present({ id, protocol, actor: session?.actor }),
      ...eventTransaction(params),
      metadata: {}
    },
    stats: { logins_count: user.logins_count },
    authentication: session && { methods: session.methods },
    authorization: { roles: rolesOf(resources, user.user_id).map(({ name }) => name) },
    resource_server: input.audience === undefined ? undefined : { identifier: input.audience },
    user: eventUser(user, denied, connection)
  })
}
