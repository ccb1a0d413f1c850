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
import { checkpoint, selectFields, sendPage, usesCheckpoint } from './paging.js'

const patchBody = z.strictObject({ ...connectionFields, options: connectionOptions.optional() })
const createBody = z.strictObject({
  ...connectionFields,
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

  return (
    new Hono<ManagementEnv>()
      .get('/connections', requireScope('read:connections'), c => {
        const { name, strategy } = readQuery(c, listQuery)
        const strategies = [strategy ?? []].flat()
        const matching = store.connections.filter(
          connection =>
            (name === undefined || connection.name === name) &&
            (strategies.length === 0 || strategies.includes(connection.strategy))
        )
        const select = selectFields(c)
        if (!usesCheckpoint(c)) {
          return sendPage(
            c,
            'connections',
            matching.map(connection => select(show(c, connection)))
          )
        }
        const { part, next } = checkpoint(c, matching, ({ id }) => id)
        return c.json({
          connections: part.map(connection => select(show(c, connection))),
          ...(next && { next })
        })
      })
      .post('/connections', requireScope('create:connections'), async c => {
        const body = await readBody(c, createBody)
        if (store.connections.some(({ name }) => name === body.name)) {
          return refuse(c, 409, 'A connection with the same name already exists', 'connection_conflict')
        }
        const connection = createConnection(body)
        store.connections.push(connection)
        return c.json(show(c, connection), 201)
      })
      .get('/connections/:id', requireScope('read:connections'), c =>
        c.json(selectFields(c)(show(c, connectionOf(c))))
      )
      .patch('/connections/:id', requireScope('update:connections'), async c => {
        const body = await readBody(c, patchBody)
        const connection = connectionOf(c)
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
        for (const { client_id, status } of changes) {
          if (!store.clients.has(client_id))
            return refuse(c, 400, 'Some of the clients do not exist', 'invalid_body')
          if (status) enabled.add(client_id)
          else enabled.delete(client_id)
        }
        connection.enabledClients = [...enabled]
        return c.body(null, 204)
      })
      // auth0-deploy-cli asks for both. A tenant without SCIM and provisioning answers so.
      .get('/connections/:id/scim-configuration', requireScope('read:connections'), c =>
        refuse(c, 404, 'Not Found', 'not_found')
      )
      .get('/connections-directory-provisionings', requireScope('read:connections'), c =>
        c.json({ directory_provisionings: [] })
      )
  )
}
