import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Issuer } from '../oidc/issuer.js'
import type { InspectedLogins } from './logins.js'
import { isScriptName, readScript } from './script.js'
import { createTry } from './try.js'
import { inspectorPage } from './view/page.js'
import { css } from './view/style.js'

type Env = { Bindings: HttpBindings }

/** Its own files and nothing else; no page of another site may hold it in a frame, and none may read it. */
const headers: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff'
}

/** Between two events, so that a load test does not make the page rebuild itself a thousand times. */
const pauseMs = 150

/** The inspector: `/inspector`, `/inspector/<login>`, and what they load. */
export const createInspector = (issuer: Issuer, logins: InspectedLogins) => {
  const { store, allUrls } = issuer

  const show = (c: Context<Env>, id?: string) => {
    const all = logins.list()
    const login = id === undefined ? all[0] : logins.get(id)
    const isMissing = id !== undefined && !login
    const clients = [...store.clients.values()].filter(({ app_type }) => app_type !== 'non_interactive')
    const html = inspectorPage({
      tenant: store.id,
      clients: clients.map(({ client_id, name }) => ({ id: client_id, name })),
      tryUrl: `${allUrls[0]}inspector/try`,
      logins: all,
      login,
      ...(isMissing && { missing: 'This login is no longer kept' })
    })
    return c.html(html, isMissing ? 404 : 200)
  }

  return new Hono<Env>()
    .use(async (c, next) => {
      await next()
      for (const [name, value] of Object.entries(headers)) c.header(name, value)
    })
    .get('/', c => show(c))
    .get('/style.css', c => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/:file{.+\\.js}', async c => {
      const name = c.req.param('file').slice(0, -'.js'.length)
      if (!isScriptName(name)) return c.notFound()
      return c.body(await readScript(name), 200, { 'content-type': 'text/javascript; charset=utf-8' })
    })
    .get('/events', c => {
      const site = c.req.header('sec-fetch-site')
      if (site !== undefined && site !== 'same-origin') return c.body(null, 403)
      return streamSSE(c, async stream => {
        const end = new AbortController()
        stream.onAbort(() => end.abort())
        let version = logins.list()[0]?.version ?? 0
        while (!end.signal.aborted) {
          version = await logins.next(version, end.signal)
          if (end.signal.aborted) return
          await stream.writeSSE({ event: 'change', data: String(version) })
          await stream.sleep(pauseMs)
        }
      })
    })
    .route('/', createTry(issuer))
    .get('/:id', c => show(c, c.req.param('id')))
}
