import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { JsonObject } from '../../core/auth0/json.js'
import type { Issuer } from '../oidc/issuer.js'
import { isKnownOrigin, type TenantClient } from '../store/clients.js'
import type { TenantStore } from '../store/tenant-store.js'
import { enabledClientsOf, type TenantConnection } from '../users/connections.js'

const connectionInfo = ({ name, strategy, display_name = name, options }: TenantConnection): JsonObject => ({
  name,
  display_name,
  ...(strategy === 'auth0' && {
    passwordPolicy: options.passwordPolicy ?? 'none',
    showSignup: options.disable_signup !== true,
    // No e-mail is sent: a link to a new password comes from the Management API.
    showForgot: false,
    requires_username: options.requires_username === true
  })
})

/** What a login box may know of an application: nothing that its login page would not show. */
const clientInfo = ({ client_id }: TenantClient, { id, connections }: TenantStore): JsonObject => {
  const offered = connections.filter(connection => enabledClientsOf(connection, [client_id]).length > 0)
  const names = [...new Set(offered.map(({ strategy }) => strategy))]
  return {
    id: client_id,
    tenant: id,
    strategies: names.map(name => ({
      name,
      connections: offered.filter(({ strategy }) => strategy === name).map(connectionInfo)
    }))
  }
}

/** What Auth0's Lock asks for before it shows itself. A captcha is never required. */
export const createLock = ({ store }: Issuer) => {
  const script = (c: Context, client: TenantClient) => {
    c.header('content-type', 'text/javascript; charset=utf-8')
    return c.body(`Auth0.setClient(${JSON.stringify(clientInfo(client, store))});`)
  }
  return new Hono()
    .get('/client/:file', c => {
      const [, id = ''] = /^(.+)\.js$/.exec(c.req.param('file')) ?? []
      const client = store.clients.get(id)
      return client ? script(c, client) : c.notFound()
    })
    .use(
      '/usernamepassword/challenge',
      cors({
        origin: origin => (isKnownOrigin(store.clients, origin) ? origin : null),
        allowMethods: ['POST'],
        allowHeaders: ['Content-Type', 'Auth0-Client']
      })
    )
    .post('/usernamepassword/challenge', c => c.json({ required: false }))
}
