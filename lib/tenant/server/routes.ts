import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { errorPage } from '../html/error.js'
import { pageHeaders } from '../html/page.js'
import { createInspector, type Inspection } from '../inspector/app.js'
import { createCrossOrigin } from '../login/cross-origin.js'
import { createLock } from '../login/lock.js'
import { createLogin } from '../login/login.js'
import { createLogout } from '../login/logout.js'
import { createSignupRoutes } from '../login/signup-routes.js'
import { createSuspended } from '../login/suspended.js'
import { createManagement } from '../management/app.js'
import { endpointsOf } from '../management/unsimulated.js'
import type { Issuer } from '../oidc/issuer.js'
import { createJwks } from '../oidc/tokens/jwks.js'
import { createUserinfo } from '../oidc/tokens/userinfo.js'
import { createUnsimulated } from './unsimulated.js'

/** What the listener hands to oidc-provider. */
const ofProvider = [
  'GET /.well-known/openid-configuration',
  'GET /authorize',
  'POST /authorize',
  'POST /oauth/revoke',
  'POST /oauth/token'
]

/** Pages are the tenant's own, whatever Auth0's are. */
const isOfApi = (endpoint: string): boolean => !/ (\/$|\/u\/|\/inspector)/.test(endpoint)

/** Everything the tenant serves that is not oidc-provider's. */
export const createRoutes = (issuer: Issuer, inspection: Inspection) => {
  const app = new Hono()
  // Before the headers of the other pages: its own allow its script.
  app.route('/inspector', createInspector(issuer, inspection))
  app.get('/', c => c.redirect('/inspector', 302))
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value)
  })
  app.route('/', createLogin(issuer))
  app.route('/', createSignupRoutes(issuer))
  app.route('/', createCrossOrigin(issuer))
  app.route('/', createLock(issuer))
  app.route('/', createSuspended(issuer))
  app.route('/', createUserinfo(issuer))
  app.route('/', createJwks(issuer.key))
  app.route('/', createLogout(issuer))
  app.route('/', createUnsimulated([...ofProvider, ...endpointsOf([app]).filter(isOfApi)]))
  app.route('/api/v2', createManagement(issuer))
  app.notFound(c => c.html(errorPage({ title: 'Not found', text: 'There is no such page.' }), 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException)
      return c.html(errorPage({ title: 'invalid_request', text: error.message }), 400)
    issuer.store.log.add('w', { description: `${error.name} at ${c.req.path}` })
    return c.html(errorPage({ title: 'server_error', text: 'The tenant failed. Its log may say more.' }), 500)
  })
  return app
}
