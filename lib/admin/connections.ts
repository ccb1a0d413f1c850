import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { readList } from './answer/list.js'
import { badAnswer, read } from './answer/shape.js'
import { request, TenantError } from './tenant-error.js'

/** What names a connection. */
export interface ConnectionName {
  id: string
  name: string
  strategy: string
}

/** A connection as the Management API shows it, as far as we read it. Its options can hold secrets. */
export interface Connection extends ConnectionName {
  display_name?: string
  realms?: string[]
  /** Absent where the token lacks `read:connections_options`. */
  options?: JsonObject
}

const scopes = ['read:connections']

const nameOnly = ({ id, name, strategy }: ConnectionName): ConnectionName => ({ id, name, strategy })

const seenName = z.object({ id: z.string(), name: z.string(), strategy: z.string() })
const seenConnection = seenName.extend({
  display_name: z.string().nullish(),
  realms: z.array(z.string()).nullish(),
  options: z.record(z.string(), z.unknown()).nullish()
})
const listed = { member: 'connections', item: seenName, idOf: ({ id }: ConnectionName) => id }

const list = async (client: ManagementClient, name?: string): Promise<ConnectionName[]> => {
  const query = { fields: 'id,name,strategy', include_fields: true, ...(name !== undefined && { name }) }
  const call = { what: 'GET /connections', scopes }
  return (await readList(call, listed, () => client.connections.list(query))).map(nameOnly)
}

/** All connections of the tenant. @throws TenantError */
export const listConnections = (client: ManagementClient): Promise<ConnectionName[]> => list(client)

/**
 * A connection as it is now, with all its members: the SDK parses JSON and checks nothing, so that what its types do not
 * know is there too.
 *
 * @throws TenantError
 */
export const getConnection = async (client: ManagementClient, id: string): Promise<Connection> => {
  const call = { what: `GET /connections/${id}`, scopes }
  const { options, ...rest } = await read(call, seenConnection, () => client.connections.get(id))
  if (rest.id !== id) throw badAnswer(call, 'the answer is another connection')
  return { ...rest, ...(isPlainObject(options) && { options }) } as Connection
}

/** @throws TenantError where there is none of that name or id */
export const findConnection = async (client: ManagementClient, nameOrId: string): Promise<ConnectionName> => {
  // A name has letters, digits and `-` only, so an id, with its `_`, is no name.
  if (/^con_\w+$/.test(nameOrId)) return nameOnly(await getConnection(client, nameOrId))
  const found = (await list(client, nameOrId)).find(({ name }) => name === nameOrId)
  if (!found) throw new TenantError(`there is no connection ${nameOrId}`, { status: 404 })
  return found
}

/**
 * Replaces the options: Auth0 merges nothing. `display_name` and `realms` go along as they were read, because Auth0 resets
 * those that are left out. Is not tried again by itself: what stands there may be somebody else's by then.
 *
 * @throws TenantError
 */
export const replaceOptions = async (
  client: ManagementClient,
  { id, display_name, realms }: Connection,
  options: JsonObject
): Promise<void> => {
  const body = {
    options,
    ...(typeof display_name === 'string' && { display_name }),
    ...(Array.isArray(realms) && { realms })
  }
  const call = {
    what: `PATCH /connections/${id}`,
    scopes: ['update:connections', 'update:connections_options']
  }
  await request(call, () => client.connections.update(id, body, { maxRetries: 0 }))
}
