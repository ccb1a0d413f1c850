import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { errorPage } from '../html/error.js'
import { readForm } from '../html/form.js'
import { page } from '../html/page.js'
import { cookieAttributes, type Issuer } from '../oidc/issuer.js'
import type { TenantClient } from '../store/clients.js'
import { isLoopbackUrl } from '../store/clients.js'

/** Where the browser may be sent after a logout: nowhere an application has not named, or this machine. */
const mayReturnTo = (client: TenantClient | undefined, url: string): boolean =>
  isLoopbackUrl(url) || client?.allowed_logout_urls.includes(url) === true

const confirmPage = (parameters: Record<string, string>) =>
  page('Log out', [
    html`<h1>Log out?</h1><form method="post" action="/oidc/logout">`,
    ...Object.entries(parameters).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`
    ),
    html`<button class="main">Log out</button></form>`
  ])

/** `/v2/logout` and `/oidc/logout`. They end the session in this browser, not the refresh tokens, as on Auth0. */
export const createLogout = ({ url, provider, cookies, store }: Issuer) => {
  const sessionOf = (c: Context) => provider.Session.find(getCookie(c, cookies.session) ?? '')

  const endSession = async (c: Context) => {
    const session = await sessionOf(c)
    if (session) {
      await session.destroy()
      store.sessions.remove(session.uid)
      store.log.add('slo', session.accountId === undefined ? {} : { user_id: session.accountId })
    }
    for (const name of [cookies.session, `${cookies.session}.sig`])
      deleteCookie(c, name, { path: '/', ...cookieAttributes(url) })
  }

  const leave = (c: Context, to: string | undefined, clientId: string | undefined) => {
    if (to === undefined) return c.html(errorPage({ title: 'Logged out', text: 'You can close this page.' }))
    if (mayReturnTo(store.clients.get(clientId ?? ''), to)) return c.redirect(to, 302)
    const text = 'The address to return to is not among the allowed logout URLs.'
    return c.html(errorPage({ title: 'invalid_request', text }), 400)
  }

  /** The client an ID token was issued to, if we issued it to the user of this session. Expiry does not matter. */
  const clientOfHint = async (c: Context, hint: string | undefined): Promise<string | undefined> => {
    if (hint === undefined) return undefined
    const audience: unknown = decodeAudience(hint)
    const client = typeof audience === 'string' ? await provider.Client.find(audience) : undefined
    if (!client) return undefined
    const session = await sessionOf(c)
    const { payload } = await provider.IdToken.validate(hint, client)
    return !session?.accountId || payload.sub === session.accountId ? client.clientId : undefined
  }

  const oidcLogout = async (c: Context, parameters: Record<string, string>) => {
    const { id_token_hint, client_id, post_logout_redirect_uri, state: echoed } = parameters
    const hinted = await clientOfHint(c, id_token_hint).catch(() => undefined)
    // A page of another site can bring the browser here, and over HTTPS make it post with its cookies.
    const isConfirmed = c.req.method === 'POST' && c.req.header('sec-fetch-site') !== 'cross-site'
    if (hinted === undefined && !isConfirmed) return c.html(confirmPage(parameters))
    await endSession(c)
    if (post_logout_redirect_uri === undefined || !URL.canParse(post_logout_redirect_uri))
      return leave(c, undefined, undefined)
    const to = new URL(post_logout_redirect_uri)
    if (echoed !== undefined) to.searchParams.set('state', echoed)
    const client = store.clients.get(hinted ?? client_id ?? '')
    // The address is compared as it came: the one with `state` is in no list.
    return mayReturnTo(client, post_logout_redirect_uri)
      ? c.redirect(to.href, 302)
      : leave(c, undefined, undefined)
  }

  return new Hono()
    .get('/v2/logout', async c => {
      await endSession(c)
      return leave(c, c.req.query('returnTo'), c.req.query('client_id'))
    })
    .get('/oidc/logout', c => oidcLogout(c, c.req.query()))
    .post('/oidc/logout', async c => {
      const form = Object.entries(await readForm(c))
      return oidcLogout(
        c,
        Object.fromEntries(form.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
      )
    })
}

const decodeAudience = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).aud
  } catch {
    return undefined
  }
}
