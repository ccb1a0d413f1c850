import { type Context, Hono } from 'hono'
import type { TokenStore } from '../oidc/adapter.js'
import type { Issuer } from '../oidc/issuer.js'
import type { TenantSession } from '../sessions/sessions.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known } from './errors.js'
import { noBody, readBody } from './input.js'
import { sendList } from './paging.js'

/** The refresh tokens of one login: they rotate, and are one to the API. */
interface RefreshTokens {
  id: string
  shown: { id: string; user_id: string; client_id: string; session_id: string | null; created_at: string }
  revoke(): Promise<void>
}

const refreshTokensOf = ({ families, list, adapter }: TokenStore): RefreshTokens[] => {
  const sessionIds = new Map<string, string | undefined>()
  for (const { model, payload } of list()) {
    if (model === 'RefreshToken' && payload.grantId !== undefined) {
      sessionIds.set(payload.grantId, payload.sessionUid)
    }
  }
  return [...families].flatMap(([id, family]) => {
    if (!sessionIds.has(id)) return []
    const { connection: _of, organization: _to, exchanged: _secret, metadata, ...rest } = family
    const shown = { id, session_id: sessionIds.get(id) ?? null, ...rest, refresh_token_metadata: metadata }
    return [
      {
        id,
        shown,
        async revoke() {
          await adapter('RefreshToken').revokeByGrantId(id)
          families.delete(id)
        }
      }
    ]
  })
}

const sessionObject = ({
  connection: _connection,
  metadata,
  clients,
  methods,
  ...session
}: TenantSession) => ({
  ...session,
  clients: clients.map(client_id => ({ client_id })),
  authentication: { methods },
  session_metadata: metadata
})

/** `/sessions`, `/refresh-tokens` and those of a user. */
export const createSessionRoutes = ({ store, allTokens }: Issuer) => {
  const { sessions, users, now } = store
  const live = () => sessions.list().filter(({ id }) => !sessions.isOver(id))
  const tokens = () => allTokens.flatMap(refreshTokensOf)
  const userIdOf = (c: Context): string =>
    known(users.get(c.req.param('id') ?? ''), 'The user does not exist.', 'inexistent_user').user_id
  const sessionOf = (c: Context): TenantSession =>
    known(
      live().find(({ id }) => id === c.req.param('id')),
      'The session does not exist.',
      'inexistent_session'
    )
  const tokenOf = (c: Context): RefreshTokens =>
    known(
      tokens().find(({ id }) => id === c.req.param('id')),
      'The refresh token does not exist.',
      'inexistent_refresh_token'
    )
  // Its browser may be at the other issuer: a session whose time is up is one nowhere.
  const end = ({ id }: TenantSession) => sessions.change(id, { expiresAt: now().getTime() })
  const tokensOfUser = (c: Context) => {
    const userId = userIdOf(c)
    return tokens().filter(({ shown }) => shown.user_id === userId)
  }
  const sessionsOfUser = (c: Context) => {
    const userId = userIdOf(c)
    return live().filter(({ user_id }) => user_id === userId)
  }

  return new Hono<ManagementEnv>()
    .get('/sessions/:id', requireScope('read:sessions'), c => c.json(sessionObject(sessionOf(c))))
    .delete('/sessions/:id', requireScope('delete:sessions'), c => {
      end(sessionOf(c))
      return c.body(null, 202)
    })
    .post('/sessions/:id/revoke', requireScope('delete:sessions'), async c => {
      const session = sessionOf(c)
      await readBody(c, noBody)
      for (const token of tokens()) if (token.shown.session_id === session.id) await token.revoke()
      end(session)
      return c.body(null, 202)
    })
    .get('/users/:id/sessions', requireScope('read:sessions'), c =>
      sendList(c, sessionsOfUser(c), { name: 'sessions', idOf: ({ id }) => id, show: sessionObject })
    )
    .delete('/users/:id/sessions', requireScope('delete:sessions'), c => {
      sessionsOfUser(c).forEach(end)
      return c.body(null, 202)
    })
    .get('/refresh-tokens/:id', requireScope('read:refresh_tokens'), c => c.json(tokenOf(c).shown))
    .delete('/refresh-tokens/:id', requireScope('delete:refresh_tokens'), async c => {
      await tokenOf(c).revoke()
      return c.body(null, 202)
    })
    .get('/users/:id/refresh-tokens', requireScope('read:refresh_tokens'), c =>
      sendList(c, tokensOfUser(c), { name: 'tokens', idOf: ({ id }) => id, show: ({ shown }) => shown })
    )
    .delete('/users/:id/refresh-tokens', requireScope('delete:refresh_tokens'), async c => {
      for (const token of tokensOfUser(c)) await token.revoke()
      return c.body(null, 202)
    })
}
