import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { isPlainObject } from '../../core/auth0/json.js'
import { connectionFields, connectionOptions } from '../seed/schema.js'
import { removeUser, type TenantStore } from '../store/tenant-store.js'
import {
  connectionObject,
  createConnection,
  enabledClientsOf,
  patchConnection,
  type TenantConnection
} from '../users/connections.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal, refuse } from './errors.js'
import { readBody, readQuery } from './input.js'
import { checkpoint, selectFields, sendList } from './paging.js'

/** Deprecated by Auth0 in favour of `/connections/{id}/clients`, and still taken. */
const enabledClients = { enabled_clients: z.array(z.string().min(1)).optional() }
const patchBody = z.strictObject({
  ...connectionFields,
  ...enabledClients,
  options: connectionOptions.optional()
})
const createBody = z.strictObject({
  ...connectionFields,
  ...enabledClients,
  name: z
    .string()
    .max(128)
    .regex(/^[a-zA-Z0-9](-?[a-zA-Z0-9])*$/),
  strategy: z.string().min(1).max(100),
  options: connectionOptions.default({})
})
const listQuery = z.object({
  name: z.string().optional(),
  strategy: z.union([z.string(), z.array(z.string())]).optional()
})
const clientsBody = z
  .array(z.strictObject({ client_id: z.string().min(1), status: z.boolean() }))
  .min(1)
  .max(50)

const unknownConnection: [string, string] = ['The connection does not exist', 'inexistent_connection']

/** True where an e-mail need not be unique: Auth0 lets that be decided once, and a PATCH has to repeat it. */
const hasSharedEmails = ({ attributes }: Record<string, unknown>): boolean =>
  isPlainObject(attributes) && isPlainObject(attributes.email) && attributes.email.unique === false

/** `/connections`. Their `options` have scopes of their own, to read and to write. */
export const createConnectionRoutes = (store: TenantStore) => {
  const connectionOf = (c: Context): TenantConnection =>
    known(
      store.connections.find(({ id }) => id === c.req.param('id')),
      ...unknownConnection
    )

  const show = (c: Context<ManagementEnv>, connection: TenantConnection): object => {
    const { options, ...rest } = connectionObject(connection)
    return c.var.caller.scopes.has('read:connections_options') ? { options, ...rest } : rest
  }

  const assertOptionsScope = (c: Context<ManagementEnv>) => {
    if (c.var.caller.scopes.has('update:connections_options')) return
    throw new ManagementRefusal(
      403,
      'Insufficient scope, expected any of: update:connections_options',
      'insufficient_scope'
    )
  }

  const assertClients = (ids: readonly string[] = []) => {
    if (ids.every(id => store.clients.has(id))) return
    throw new ManagementRefusal(400, 'Some of the clients do not exist', 'invalid_body')
  }

  return new Hono<ManagementEnv>()
    .get('/connections', requireScope('read:connections'), c => {
      const { name, strategy } = readQuery(c, listQuery)
      const strategies = [strategy ?? []].flat()
      const matching = store.connections.filter(
        connection =>
          (name === undefined || connection.name === name) &&
          (strategies.length === 0 || strategies.includes(connection.strategy))
      )
      return sendList(c, matching, {
        name: 'connections',
        idOf: ({ id }) => id,
        show: connection => show(c, connection)
      })
    })
    .post('/connections', requireScope('create:connections'), async c => {
      const { enabled_clients, ...body } = await readBody(c, createBody)
      assertClients(enabled_clients)
      if (store.connections.some(({ name }) => name === body.name)) {
        return refuse(c, 409, 'A connection with the same name already exists', 'connection_conflict')
      }
      const connection = createConnection(body)
      if (enabled_clients) connection.enabledClients = enabled_clients
      store.connections.push(connection)
      return c.json(show(c, connection), 201)
    })
    .get('/connections/:id', requireScope('read:connections'), c =>
      c.json(selectFields(c)(show(c, connectionOf(c))))
    )
    .patch('/connections/:id', requireScope('update:connections'), async c => {
      const { enabled_clients, ...body } = await readBody(c, patchBody)
      const connection = connectionOf(c)
      assertClients(enabled_clients)
      if (body.options) {
        assertOptionsScope(c)
        if (hasSharedEmails(connection.options) && !hasSharedEmails(body.options)) {
          return refuse(
            c,
            400,
            "'attributes.email.unique' cannot be changed once set to false",
            'invalid_body'
          )
        }
      }
      const patched = patchConnection(connection, body)
      if (enabled_clients) patched.enabledClients = enabled_clients
      store.connections.splice(store.connections.indexOf(connection), 1, patched)
      return c.json(show(c, patched))
    })
    .delete('/connections/:id', requireScope('delete:connections'), c => {
      const connection = connectionOf(c)
      store.connections.splice(store.connections.indexOf(connection), 1)
      // Auth0 deletes the users of a connection with it.
      for (const { user_id, identities } of store.users.list()) {
        if (identities[0]?.connection !== connection.name) continue
        removeUser(store, user_id)
      }
      return c.body(null, 204)
    })
    .get('/connections/:id/clients', requireScope('read:connections'), c => {
      const ids = enabledClientsOf(connectionOf(c), store.clients.keys())
      const { part, next } = checkpoint(c, ids, id => id)
      return c.json({ clients: part.map(client_id => ({ client_id })), ...(next && { next }) })
    })
    .patch('/connections/:id/clients', requireScope('update:connections'), async c => {
      const connection = connectionOf(c)
      const changes = await readBody(c, clientsBody)
      const enabled = new Set(enabledClientsOf(connection, store.clients.keys()))
      assertClients(changes.map(({ client_id }) => client_id))
      for (const { client_id, status } of changes) {
        if (status) enabled.add(client_id)
        else enabled.delete(client_id)
      }
      connection.enabledClients = [...enabled]
      return c.body(null, 204)
    })
}
