import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { z } from 'zod'
import { browserCookie } from '../oidc/browser-cookie.js'
import { cookieAttributes, type Issuer } from '../oidc/issuer.js'
import { originOf } from '../sessions/origin.js'
import { isAllowedOrigin, isKnownOrigin, type TenantClient } from '../store/clients.js'
import { databasesOf } from '../users/connections.js'
import { checkPassword } from '../users/database-users.js'
import type { PageEnv } from './enter.js'

const text = z.string().min(1)
const credentials = z.strictObject({
  client_id: text,
  username: text,
  password: text,
  realm: text.optional(),
  credential_type: z.enum(['password', 'http://auth0.com/oauth/grant-type/password-realm'])
})

/** An application can say no, as every new one does on Auth0. */
const allowsCrossOrigin = ({ kept = {} }: TenantClient): boolean =>
  kept.cross_origin_authentication !== false && kept.cross_origin_auth !== false

/**
 * Embedded login, as auth0-js (`login`, `popup.loginWithCredentials`) and Lock do it: a page of the application sends name
 * and password here, and takes the ticket to `/authorize`. That needs a cookie, which a browser that blocks third-party
 * cookies does not keep; Auth0 has a verification page for it, this tenant none.
 *
 * @see https://auth0.com/docs/authenticate/login/cross-origin-authentication
 */
export const createCrossOrigin = ({ store, url, cookies }: Issuer) => {
  const refuse = (c: Context, status: 400 | 403, error: string, error_description: string) =>
    c.json({ error, error_description }, status)

  const browserOf = (c: Context): string => {
    const { name, browser } = browserCookie(c.req.header('cookie'), cookies.crossOrigin)
    setCookie(c, name, browser, { httpOnly: true, path: '/', ...cookieAttributes(url) })
    return browser
  }

  return new Hono<PageEnv>()
    .use(
      '/co/authenticate',
      cors({
        origin: origin => (isKnownOrigin(store.clients, origin) ? origin : null),
        credentials: true,
        allowMethods: ['POST'],
        allowHeaders: ['Content-Type', 'Auth0-Client']
      })
    )
    .post('/co/authenticate', async c => {
      const parsed = credentials.safeParse(await c.req.json().catch(() => undefined))
      if (!parsed.success) {
        const names = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'body'}: ${code}`)
        return refuse(c, 400, 'invalid_request', names.join('; '))
      }
      const { client_id, username, password, realm } = parsed.data
      const client = store.clients.get(client_id)
      const origin = c.req.header('origin') ?? ''
      if (!client || !allowsCrossOrigin(client) || !isAllowedOrigin(client, origin)) {
        return refuse(c, 403, 'unauthorized_client', 'Cross origin login not allowed.')
      }
      if (realm !== undefined && databasesOf(store.connections, realm).length === 0) {
        return refuse(c, 400, 'invalid_request', 'realm: not a database connection')
      }
      const check = checkPassword(store, { username, password, realm })
      if (check.type !== 'ok') {
        const { ip, user_agent } = originOf(c.env.incoming)
        store.log.add(check.type === 'unknown' ? 'fu' : 'fp', {
          client_id,
          client_name: client.name,
          user_name: username,
          ip,
          ...(user_agent !== undefined && { user_agent }),
          description: check.type === 'unknown' ? 'Invalid username.' : 'Wrong password.'
        })
        return refuse(c, 403, 'access_denied', 'Wrong email or password.')
      }
      const { connection, profile } = check.person
      const holder = { userId: profile.user_id, connection, clientId: client_id, browser: browserOf(c) }
      return c.json({
        login_ticket: store.loginTickets.issue(holder),
        // For the verification page, which there is not.
        co_verifier: randomBytes(16).toString('base64url'),
        co_id: randomBytes(9).toString('base64url')
      })
    })
}
