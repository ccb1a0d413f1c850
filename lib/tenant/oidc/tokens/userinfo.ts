import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { JsonObject } from '../../../core/auth0/json.js'
import { words } from '../../../core/auth0/words.js'
import { isKnownOrigin } from '../../store/clients.js'
import type { TenantStore } from '../../store/tenant-store.js'
import { textOf } from '../../users/users.js'
import type { Issuer } from '../issuer.js'
import { filterClaims, standardClaims } from './claims.js'

/** Whose data a token opens, and which. */
export interface Bearer {
  userId: string
  clientId: string
  scopes: ReadonlySet<string>
}

const readBearer = async ({ url, provider, verify }: Issuer, token: string): Promise<Bearer | undefined> => {
  const opaque = await provider.AccessToken.find(token)
  if (opaque) return { userId: opaque.accountId, clientId: opaque.clientId ?? '', scopes: opaque.scopes }
  const claims = await verify(token, { issuers: [url] })
  if (!claims?.sub || ![claims.aud].flat().includes(`${url}userinfo`)) return undefined
  return {
    userId: claims.sub,
    clientId: String(claims.azp ?? claims.client_id),
    scopes: new Set(words(claims.scope))
  }
}

/** By header, form or query. @see RFC 6750 section 2 */
const tokenOf = async (c: Context): Promise<string | undefined> => {
  const type = c.req.method === 'POST' ? c.req.header('content-type') : undefined
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type ?? '')
  const { access_token: fromForm } = isForm ? await c.req.parseBody() : {}
  return (
    /^Bearer ([^\s]+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ??
    textOf(fromForm) ??
    c.req.query('access_token')
  )
}

/** `updated_at` as the reference page of /userinfo has it: UNIX time. */
const withUnixTime = ({ updated_at, ...claims }: JsonObject): JsonObject =>
  typeof updated_at === 'string'
    ? { ...claims, updated_at: Math.floor(Date.parse(updated_at) / 1000) }
    : claims

/** What `/userinfo` says, or undefined where the user is gone or the scope is not enough. */
export const userinfoOf = (
  { users, userinfoClaims }: Pick<TenantStore, 'users' | 'userinfoClaims'>,
  { userId, clientId, scopes }: Bearer
): JsonObject | undefined => {
  const user = users.get(userId)
  if (!user || !scopes.has('openid')) return undefined
  const claims = {
    ...standardClaims(user, scopes),
    ...filterClaims(userinfoClaims.get(clientId, userId), scopes)
  }
  return { sub: userId, ...withUnixTime(claims) }
}

/**
 * `/userinfo`: standard claims of the stored profile and the claims the last run of the Actions put on the ID token of
 * this client and user. Actions do not run here. Not oidc-provider's, which takes no token that has an audience.
 */
export const createUserinfo = (issuer: Issuer) => {
  const { store } = issuer

  const refuse = (c: Context, status: 401 | 403, error: string, description: string) => {
    c.header('www-authenticate', `Bearer error="${error}", error_description="${description}"`)
    return c.json({ error, error_description: description }, status)
  }

  const answer = async (c: Context) => {
    const token = await tokenOf(c)
    const bearer = token === undefined ? undefined : await readBearer(issuer, token)
    if (!bearer || !store.users.get(bearer.userId))
      return refuse(c, 401, 'invalid_token', 'The access token is not valid here.')
    const claims = userinfoOf(store, bearer)
    return claims ? c.json(claims) : refuse(c, 403, 'insufficient_scope', 'The openid scope is missing.')
  }

  return new Hono()
    .use(
      '/userinfo',
      cors({
        origin: origin => (isKnownOrigin(store.clients, origin) ? origin : null),
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['Authorization', 'Content-Type', 'Auth0-Client'],
        exposeHeaders: ['WWW-Authenticate']
      })
    )
    .get('/userinfo', answer)
    .post('/userinfo', answer)
}
