import { createHash, randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Issuer } from '../oidc/issuer.js'
import type { TenantClient } from '../store/clients.js'
import { detourOf } from '../triggers/challenge.js'
import type { InspectedLogins } from './logins.js'
import { isOwnRequest } from './own-request.js'
import { awayPage } from './view/away.js'

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

/** Whom the login page is to offer: by the connection, and by what it fills in. */
const personaOf = (
  { people, credentials, users }: Issuer['store'],
  userId: string
): { connection: string; login_hint: string } | undefined => {
  const person = people.list().find(({ profile }) => profile.user_id === userId)
  if (person) return { connection: person.connection, login_hint: userId }
  const credential = credentials.get(userId)
  const email = users.get(userId)?.email
  return (
    credential && {
      connection: credential.connection,
      login_hint: typeof email === 'string' ? email : userId
    }
  )
}

/** What of a form is a parameter of /authorize: empty fields are none. */
const parametersOf = (form: Record<string, string>, store: Issuer['store']): Record<string, string> => {
  const { persona = '', connection = '', scope = '', audience = '', organization = '', prompt = '' } = form
  const chosen = {
    scope: scope.trim() || 'openid profile email',
    audience,
    organization,
    acr_values: detourOf(form.detour),
    connection,
    prompt: ['login', 'none'].includes(prompt) ? prompt : '',
    ...personaOf(store, persona)
  }
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ''))
}

/**
 * A login to look at without an application to log in to: the inspector stands in for it, with the application's own
 * id, over HTTP, where no certificate has to be trusted. Of the tokens it keeps one to refresh with; the picture is left.
 */
export const createTry = ({ store, allUrls: [url = ''], cookies }: Issuer, logins: InspectedLogins) => {
  const { clients } = store
  const redirect_uri = `${url}inspector/callback`
  const cookie = `${cookies.device}_try`

  /** Asks for tokens as the application would. @returns the refresh token, if there is one */
  const fetchTokens = async (
    { client_id, client_secret }: TenantClient,
    grant: Record<string, string>
  ): Promise<string | undefined> => {
    const secret = client_secret === undefined ? {} : { client_secret }
    const body = new URLSearchParams({ client_id, ...secret, ...grant })
    const answer = await fetch(`${url}oauth/token`, { method: 'POST', body })
    const { refresh_token } = (await answer.json()) as { refresh_token?: string }
    return refresh_token
  }

  /** Keeps a refresh token with the newest login of the application that got one. */
  const keep = (clientId: string, refreshToken: string | undefined): void => {
    const login = logins
      .list()
      .find(({ client, hasRefreshToken }) => client.id === clientId && hasRefreshToken)
    if (!login || refreshToken === undefined) return
    login.refreshToken = refreshToken
    logins.changed(login)
  }

  return new Hono<{ Bindings: HttpBindings }>()
    .get('/try', c => {
      const form = c.req.query()
      const client = clients.get(form.client ?? '')
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
        state: attempt.state,
        code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...parametersOf(form, store)
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
      const grant = {
        grant_type: 'authorization_code',
        code,
        redirect_uri,
        code_verifier: attempt.verifier
      }
      keep(client.client_id, await fetchTokens(client, grant))
      return c.redirect('/inspector', 303)
    })
    .post('/refresh', async c => {
      if (!isOwnRequest(c)) return c.body(null, 403)
      const form = await c.req.parseBody().catch(() => undefined)
      if (!form) return c.body(null, 400)
      const login = logins.get(String(form.login))
      const client = clients.get(login?.client.id ?? '')
      const token = login?.refreshToken
      if (!client || token === undefined) return c.redirect('/inspector', 303)
      const rotated = await fetchTokens(client, { grant_type: 'refresh_token', refresh_token: token })
      keep(client.client_id, rotated ?? token)
      return c.redirect('/inspector', 303)
    })
    .get('/away', c => c.html(awayPage(c.req.query('state') ?? '')))
}
