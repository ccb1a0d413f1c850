import type { ManagementClient } from 'auth0'
import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
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

const nameOnly = ({ id, name, strategy }: Connection): ConnectionName => ({ id, name, strategy })

const list = (client: ManagementClient, name?: string): Promise<ConnectionName[]> =>
  request({ what: 'GET /connections', scopes }, async () => {
    const query = { fields: 'id,name,strategy', include_fields: true, ...(name !== undefined && { name }) }
    const found: ConnectionName[] = []
    for await (const connection of await client.connections.list(query)) {
      found.push(nameOnly(connection as unknown as Connection))
    }
    return found
  })

/** All connections of the tenant. @throws TenantError */
export const listConnections = (client: ManagementClient): Promise<ConnectionName[]> => list(client)

/**
 * A connection as it is now, with all its members: the SDK parses JSON and checks nothing, so that what its types do not
 * know is there too.
 *
 * @throws TenantError
 */
export const getConnection = async (client: ManagementClient, id: string): Promise<Connection> => {
  const what = `GET /connections/${id}`
  const answer: unknown = await request({ what, scopes }, () => client.connections.get(id))
  // The SDK hands on a page of a proxy as if it were an answer.
  if (!isPlainObject(answer) || answer.id !== id)
    throw new TenantError(`${what}: the answer is no connection`)
  const { options, ...rest } = answer
  return { ...rest, ...(isPlainObject(options) && { options }) } as unknown as Connection
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
    scopes: ['update:connections', 'update:connections_options'],
    sent: options
  }
  await request(call, () => client.connections.update(id, body, { maxRetries: 0 }))
}
