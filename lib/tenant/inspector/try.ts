import { createHash, randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Issuer } from '../oidc/issuer.js'

interface Attempt {
  client: string
  state: string
  verifier: string
}

const random = () => randomBytes(32).toString('base64url')

const readAttempt = (cookie: string | undefined): Attempt | undefined => {
  const [client, state, verifier] = cookie?.split('.') ?? []
  return client && state && verifier
    ? { client: Buffer.from(client, 'base64url').toString(), state, verifier }
    : undefined
}

/**
 * A login to look at without an application to log in to: the inspector stands in for it, with the application's own
 * id, over HTTP, where no certificate has to be trusted. It throws the tokens away; the picture of the login is left.
 */
export const createTry = ({ store: { clients }, allUrls: [url = ''], cookies }: Issuer) => {
  const redirect_uri = `${url}inspector/callback`
  const cookie = `${cookies.device}_try`

  return new Hono()
    .get('/try', c => {
      const client = clients.get(c.req.query('client') ?? '')
      if (!client || client.app_type === 'non_interactive') return c.redirect('/inspector', 303)
      const attempt: Attempt = { client: client.client_id, state: random(), verifier: random() }
      const value = [Buffer.from(attempt.client).toString('base64url'), attempt.state, attempt.verifier].join(
        '.'
      )
      setCookie(c, cookie, value, { httpOnly: true, sameSite: 'Lax', path: '/inspector', maxAge: 600 })
      const authorize = new URL('authorize', url)
      authorize.search = new URLSearchParams({
        response_type: 'code',
        client_id: attempt.client,
        redirect_uri,
        scope: 'openid profile email',
        state: attempt.state,
        code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(c.req.query('prompt') === 'login' && { prompt: 'login' })
      }).toString()
      return c.redirect(authorize.href, 303)
    })
    .get('/callback', async c => {
      const attempt = readAttempt(getCookie(c, cookie))
      deleteCookie(c, cookie, { path: '/inspector' })
      const code = c.req.query('code')
      const client = clients.get(attempt?.client ?? '')
      // A refused login has its picture too.
      if (!attempt || !client || code === undefined || c.req.query('state') !== attempt.state)
        return c.redirect('/inspector', 303)
      await fetch(`${url}oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: client.client_id,
          ...(client.client_secret !== undefined && { client_secret: client.client_secret }),
          code,
          redirect_uri,
          code_verifier: attempt.verifier
        })
      })
      return c.redirect('/inspector', 303)
    })
}
