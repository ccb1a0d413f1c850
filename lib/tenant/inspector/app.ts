import { createHash } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Issuer } from '../oidc/issuer.js'
import { asTest } from './as-test/file.js'
import type { DevelopmentKeys } from './as-test/secrets.js'
import { lanesOf } from './lanes/lanes.js'
import type { InspectedLogins } from './logins.js'
import { isScriptName, readScript } from './script.js'
import { createTry } from './try.js'
import { type ListedLogins, loginsPerPage } from './view/list.js'
import { inspectorPage } from './view/page.js'
import { css } from './view/style.js'
import { imageStyle, lanesImage } from './view/svg.js'
import type { Tryable } from './view/try-form.js'

type Env = { Bindings: HttpBindings }

/** What the inspector shows. */
export interface Inspection {
  logins: InspectedLogins
  developmentKeys: DevelopmentKeys
}

const imageStyleHash = createHash('sha256').update(imageStyle).digest('base64')

/** Its own files and nothing else; no page of another site may hold it in a frame, and none may read it. */
const headers: Record<string, string> = {
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'sha256-${imageStyleHash}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff'
}

/** Between two events, so that a load test does not make the page rebuild itself a thousand times. */
const pauseMs = 150

/** A script of this very page may ask; a browser says where a request comes from, and an address of another site is refused. */
const isOwnRequest = (site: string | undefined): boolean => site === undefined || site === 'same-origin'

/** With what a login can be tried at this tenant. */
const tryableOf = ({ store, allUrls: [url = ''] }: Issuer): Tryable => {
  const { clients, people, credentials, connections, organizations, users } = store
  return {
    url: `${url}inspector/try`,
    clients: [...clients.values()]
      .filter(({ app_type }) => app_type !== 'non_interactive')
      .map(({ client_id, name }) => ({ id: client_id, name })),
    people: [
      ...people.list().map(({ connection, profile }) => ({ connection, profile })),
      ...credentials.list().map(({ connection, user_id }) => ({ connection, profile: users.get(user_id) }))
    ].flatMap(({ connection, profile }) =>
      profile ? [{ id: profile.user_id, connection, name: String(profile.name ?? profile.user_id) }] : []
    ),
    connections: connections.map(({ name }) => name),
    organizations: organizations.map(({ id }) => id)
  }
}

/** The page of a list that somebody asks for, within what there is. */
const listedOf = (logins: InspectedLogins, asked: string | undefined): ListedLogins => {
  const all = logins.list()
  const pages = Math.max(1, Math.ceil(all.length / loginsPerPage))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked ?? 1)) || 1))
  const from = (page - 1) * loginsPerPage
  return { logins: all.slice(from, from + loginsPerPage), page, pages, version: logins.version() }
}

/** The inspector: `/inspector`, `/inspector/<login>`, and what they load. */
export const createInspector = (issuer: Issuer, { logins, developmentKeys }: Inspection) => {
  const { store } = issuer

  const show = (c: Context<Env>, id?: string) => {
    const listed = listedOf(logins, c.req.query('page'))
    const login = id === undefined ? listed.logins[0] : logins.get(id)
    const isMissing = id !== undefined && !login
    const html = inspectorPage({
      tenant: store.id,
      tryable: tryableOf(issuer),
      listed,
      login,
      compared: logins.get(c.req.query('with') ?? ''),
      hasDevelopmentKeys: Object.keys(developmentKeys).length > 0,
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
      if (!isOwnRequest(c.req.header('sec-fetch-site'))) return c.body(null, 403)
      return streamSSE(c, async stream => {
        const end = new AbortController()
        stream.onAbort(() => end.abort())
        let version = logins.version()
        while (!end.signal.aborted) {
          version = await logins.next(version, end.signal)
          if (end.signal.aborted) return
          await stream.writeSSE({ event: 'change', data: String(version) })
          await stream.sleep(pauseMs)
        }
      })
    })
    .get('/development-keys', c =>
      isOwnRequest(c.req.header('sec-fetch-site')) ? c.json(developmentKeys) : c.body(null, 403)
    )
    .route('/', createTry(issuer, { logins, isOwnRequest }))
    .get('/:id/picture.svg', c => {
      const login = logins.get(c.req.param('id'))
      if (!login) return c.notFound()
      const title = `${login.kind} of ${login.user?.name ?? 'somebody'} to ${login.client.name}`
      return c.body(lanesImage(lanesOf(login), title), 200, {
        'content-type': 'image/svg+xml; charset=utf-8'
      })
    })
    .get('/:id/test', c => {
      const login = logins.get(c.req.param('id'))
      const test = login && asTest(login, developmentKeys)
      if (!isOwnRequest(c.req.header('sec-fetch-site'))) return c.body(null, 403)
      return test && 'text' in test ? c.text(test.text) : c.text('There is no test of this login.\n', 404)
    })
    .get('/:id', c => show(c, c.req.param('id')))
}
