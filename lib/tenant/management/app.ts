import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import type { Issuer } from '../oidc/issuer.js'
import { isKnownOrigin } from '../store/clients.js'
import type { TenantStore } from '../store/tenant-store.js'
import { createActionRoutes } from './actions.js'
import { type ManagementEnv, requireToken } from './auth.js'
import { createBindingRoutes } from './bindings.js'
import { createClientGrantRoutes } from './client-grants.js'
import { createClientRoutes } from './clients.js'
import { createConnectionRoutes } from './connections.js'
import { createEmptyRoutes } from './empty.js'
import { ManagementRefusal, refuse } from './errors.js'
import { injectFaults, limitRate } from './faults.js'
import { createIdentityRoutes } from './identities.js'
import { createJobRoutes } from './jobs.js'
import { createKeptRoutes } from './kept.js'
import { createLogRoutes } from './logs.js'
import { createModuleRoutes } from './modules.js'
import { createOrganizationRoutes } from './organizations.js'
import { createResourceServerRoutes } from './resource-servers.js'
import { createRoleRoutes } from './roles.js'
import { createRuleRoutes } from './rules.js'
import { createSessionRoutes } from './sessions.js'
import { createSettingsRoutes } from './settings.js'
import { createTicketRoutes } from './tickets.js'
import { endpointsOf, refuseUnsimulated } from './unsimulated.js'
import { createUserRoutes } from './users.js'
import { createUserAuthorizationRoutes } from './users-authorization.js'

/**
 * Origins that a client names in its settings, and those of pages on loopback: applications under development live there,
 * as their callbacks may. They still need a token.
 */
const allowOrigins = ({ clients }: TenantStore) =>
  cors({
    origin: origin => (isKnownOrigin(clients, origin) ? origin : null),
    allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Auth0-Client'],
    exposeHeaders: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']
  })

const simulated = (issuer: Issuer, more: readonly Hono<ManagementEnv>[]): Hono<ManagementEnv>[] => {
  const { store } = issuer
  return [
    createUserRoutes(issuer),
    createIdentityRoutes(issuer),
    createUserAuthorizationRoutes(store),
    createSessionRoutes(issuer),
    createConnectionRoutes(store),
    createClientRoutes(store),
    createClientGrantRoutes(store),
    createResourceServerRoutes(store),
    createRoleRoutes(store),
    createOrganizationRoutes(store),
    createActionRoutes(store),
    createBindingRoutes(store),
    createModuleRoutes(store),
    createRuleRoutes(store),
    createSettingsRoutes(store),
    createLogRoutes(store),
    ...more
  ]
}

/** The Management API. Mounted at `/api/v2`. */
export const createManagement = (issuer: Issuer) => {
  const { store } = issuer
  const jobs = createJobRoutes(issuer)
  const tickets = createTicketRoutes(issuer)
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
  app.route('/', tickets.links)
  app.use(limitRate(store))
  app.use(injectFaults(store))
  app.use(requireToken(issuer, issuer.allUrls))
  const routes = {
    simulated: simulated(issuer, [jobs.routes, tickets.routes]),
    kept: [createKeptRoutes(store)],
    empty: [createEmptyRoutes()]
  }
  for (const each of Object.values(routes).flat()) app.route('/', each)
  app.all(
    '*',
    refuseUnsimulated({
      simulated: endpointsOf(routes.simulated),
      kept: endpointsOf(routes.kept),
      empty: endpointsOf(routes.empty)
    })
  )
  app.onError((error, c) => {
    if (error instanceof ManagementRefusal) return refuse(c, error.statusCode, error.message, error.errorCode)
    if (error instanceof HTTPException) return refuse(c, 400, error.message, 'invalid_body')
    store.log.add('w', { description: `${error.name} at ${c.req.path}` })
    return refuse(c, 500, 'Internal Server Error')
  })
  return app
}
