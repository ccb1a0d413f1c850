import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { Issuer } from '../oidc/issuer.js'
import type { TenantStore } from '../store/tenant-store.js'
import { createActionRoutes } from './actions.js'
import { type ManagementEnv, requireToken } from './auth.js'
import { createBindingRoutes } from './bindings.js'
import { createClientRoutes } from './clients.js'
import { createConnectionRoutes } from './connections.js'
import { ManagementRefusal, refuse } from './errors.js'
import { injectFaults, limitRate } from './faults.js'
import { createJobRoutes } from './jobs.js'
import { createLogRoutes } from './logs.js'
import { createModuleRoutes } from './modules.js'
import { createRuleRoutes } from './rules.js'
import { createSettingsRoutes } from './settings.js'
import { createUserRoutes } from './users.js'

/** Origins that a client names in its settings. Loopback is none unless it is named: any page there could call. */
const allowOrigins = ({ clients }: TenantStore) => {
  const isRegistered = (origin: string): boolean =>
    [...clients.values()]
      .flatMap(({ web_origins, redirect_uris }) => [...web_origins, ...redirect_uris])
      .some(url => URL.canParse(url) && new URL(url).origin === origin)
  return cors({
    origin: origin => (isRegistered(origin) ? origin : null),
    allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Auth0-Client'],
    exposeHeaders: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']
  })
}

/** The Management API. Mounted at `/api/v2`. */
export const createManagement = (issuer: Issuer) => {
  const { store } = issuer
  const jobs = createJobRoutes(issuer)
  const app = new Hono<ManagementEnv>()
  app.use(allowOrigins(store))
  app.use(async (c, next) => {
    await next()
    const isRead = c.req.method === 'GET'
    const type = c.res.ok ? (isRead ? 'mgmt_api_read' : 'sapi') : 'fapi'
    const caller = c.get('caller')
    store.log.add(type, {
      ...(caller && { client_id: caller.clientId }),
      ...(caller?.userId !== undefined && { user_id: caller.userId }),
      description: `${c.req.method} ${c.req.path}`,
      details: { response: { statusCode: c.res.status } }
    })
  })
  app.route('/', jobs.downloads)
  app.use(limitRate(store))
  app.use(injectFaults(store))
  app.use(requireToken(issuer, issuer.allUrls))
  for (const routes of [
    createUserRoutes(issuer),
    createConnectionRoutes(store),
    createClientRoutes(store),
    createActionRoutes(store),
    createBindingRoutes(store),
    createModuleRoutes(store),
    createRuleRoutes(store),
    createSettingsRoutes(store),
    createLogRoutes(store),
    jobs.routes
  ]) {
    app.route('/', routes)
  }
  app.all('*', c => refuse(c, 404, 'Not Found'))
  app.onError((error, c) => {
    if (error instanceof ManagementRefusal) return refuse(c, error.statusCode, error.message, error.errorCode)
    store.log.add('w', { description: `${error.name} at ${c.req.path}` })
    return refuse(c, 500, 'Internal Server Error')
  })
  return app
}
