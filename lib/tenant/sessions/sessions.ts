import type { JsonObject } from '../../core/auth0/json.js'
import type { FlowState } from '../../runtime/types.js'
import type { Origin } from './origin.js'

/** One way the user proved who they are, as `event.authentication.methods` shows it. */
export type AuthenticationMethod = { name: string; timestamp: string; type?: string }

/** Who acts as the user, and on whose behalf in turn. */
export type Actor = { sub: string; act?: Actor }

/** What the tenant knows of a single sign-on session, beside what oidc-provider keeps. */
export type TenantSession = {
  id: string
  user_id: string
  connection: string
  methods: AuthenticationMethod[]
  created_at: string
  authenticated_at: string
  updated_at: string
  expires_at: string
  idle_expires_at: string
  clients: string[]
  metadata: Record<string, string>
  cookie: { mode: 'persistent' | 'non-persistent' }
  device: JsonObject
  /** Set where it is a delegated session. */
  actor?: Actor
}

/** The proof of who somebody is that a login has just been given. */
export interface Authentication {
  userId: string
  connection: string
  method: 'federated' | 'pwd' | 'session_transfer_token'
  at: Date
  /** Set where somebody else logs in as the user. */
  actor?: Actor
}

export interface Sessions {
  get(id: string | undefined): TenantSession | undefined
  /** True for a session whose time is up. Nobody who has one goes on without logging in. */
  isOver(id: string | undefined): boolean
  /** A new authentication in a browser: the session is new, or keeps its clients if the user is the same. */
  authenticate(id: string, authentication: Authentication, origin: Origin): TenantSession
  touch(id: string, clientId: string, origin: Origin): void
  /** What `api.session` asked for. */
  change(id: string, changes: NonNullable<FlowState['session']>): void
  remove(id: string): void
  removeUser(userId: string): void
  list(): TenantSession[]
}

const sessionsKept = 2_000
const hourMs = 3_600_000
/** As on a new tenant. */
const lifetimeMs = { absolute: 168 * hourMs, idle: 72 * hourMs }
/** @see https://auth0.com/docs/authenticate/single-sign-on/session-delegation/session-delegation-behavior-and-monitoring */
const delegatedLifetimeMs = { absolute: 2 * hourMs, idle: 2 * hourMs }

const deviceOf = ({ ip, user_agent = '' }: Origin, initial?: JsonObject): JsonObject => ({
  initial_ip: initial?.initial_ip ?? ip,
  initial_user_agent: initial?.initial_user_agent ?? user_agent,
  last_ip: ip,
  last_user_agent: user_agent
})

const later = (from: Date, ms: number): string => new Date(from.getTime() + ms).toISOString()

export const createSessions = (now: () => Date, kept: readonly TenantSession[] = []): Sessions => {
  const sessions = new Map<string, TenantSession>(kept.map(session => [session.id, session]))
  return {
    get: id => (id === undefined ? undefined : sessions.get(id)),
    isOver(id) {
      const session = sessions.get(id ?? '')
      if (!session) return false
      return Math.min(Date.parse(session.expires_at), Date.parse(session.idle_expires_at)) <= now().getTime()
    },
    authenticate(id, { userId, connection, method, at, actor }, origin) {
      const same = sessions.get(id)
      const known = same?.user_id === userId ? same : undefined
      const timestamp = at.toISOString()
      const { absolute, idle } = actor ? delegatedLifetimeMs : lifetimeMs
      const session: TenantSession = {
        id,
        user_id: userId,
        connection,
        methods: [{ name: method, timestamp }],
        created_at: known?.created_at ?? timestamp,
        authenticated_at: timestamp,
        updated_at: timestamp,
        expires_at: later(at, absolute),
        idle_expires_at: later(at, idle),
        clients: known?.clients ?? [],
        metadata: known?.metadata ?? {},
        cookie: { mode: actor ? 'non-persistent' : 'persistent' },
        device: deviceOf(origin, known?.device),
        ...(actor && { actor })
      }
      // Again, so that the first entry is the one that was left alone for longest.
      sessions.delete(id)
      sessions.set(id, session)
      const [oldest] = sessions.keys()
      if (sessions.size > sessionsKept && oldest !== undefined) sessions.delete(oldest)
      return session
    },
    touch(id, clientId, origin) {
      const session = sessions.get(id)
      if (!session) return
      const { idle } = session.actor ? delegatedLifetimeMs : lifetimeMs
      session.updated_at = now().toISOString()
      session.idle_expires_at = later(now(), idle)
      session.device = deviceOf(origin, session.device)
      if (!session.clients.includes(clientId)) session.clients.push(clientId)
    },
    change(id, { metadata, expiresAt, idleExpiresAt, cookieMode }) {
      const session = sessions.get(id)
      if (!session) return
      if (metadata) session.metadata = metadata
      if (expiresAt !== undefined) session.expires_at = new Date(expiresAt).toISOString()
      if (idleExpiresAt !== undefined) session.idle_expires_at = new Date(idleExpiresAt).toISOString()
      if (cookieMode) session.cookie = { mode: cookieMode }
    },
    remove: id => {
      sessions.delete(id)
    },
    removeUser(userId) {
      for (const [id, session] of sessions) if (session.user_id === userId) sessions.delete(id)
    },
    list: () => [...sessions.values()]
  }
}
