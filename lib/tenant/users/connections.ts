import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import type { Connection } from '../seed/schema.js'

/** A connection of the tenant. */
export type TenantConnection = Connection & {
  id: string
  /** Absent until the API names some: then every client is enabled. */
  enabledClients?: string[]
}

/** What a PATCH may carry. Name and strategy never change. */
export type ConnectionPatch = Omit<Connection, 'id' | 'name' | 'strategy' | 'options'> & {
  options?: Connection['options'] | undefined
}

const realmsOf = (name: string, realms: readonly string[] = []): string[] =>
  realms.length > 0 ? [...realms] : [name]

export const createConnection = (connection: Omit<Connection, 'id'>): TenantConnection => ({
  ...connection,
  id: `con_${randomBytes(8).toString('hex')}`,
  // On Auth0 too nobody can log in by a new connection until an application is enabled for it.
  enabledClients: []
})

/**
 * Auth0's PATCH of a connection: `options` are replaced whole, and a `display_name` or `realms` that is left out, or an
 * empty `realms`, falls back to the name.
 */
export const patchConnection = (
  { display_name: _name, realms: _realms, ...connection }: TenantConnection,
  { options = connection.options, ...patch }: ConnectionPatch
): TenantConnection => ({ ...connection, ...patch, options })

/** The connection as the API shows it. */
export const connectionObject = ({ enabledClients: _clients, ...connection }: TenantConnection) => ({
  is_domain_connection: false,
  show_as_button: true,
  metadata: {} as JsonObject,
  ...structuredClone(connection),
  display_name: connection.display_name ?? connection.name,
  realms: realmsOf(connection.name, connection.realms)
})

/** The applications that offer this connection. */
export const enabledClientsOf = (
  { enabledClients }: TenantConnection,
  clientIds: Iterable<string>
): string[] => [...clientIds].filter(id => enabledClients?.includes(id) ?? true)

/** The database with this name, or all of them. */
export const databasesOf = (connections: readonly TenantConnection[], name?: string): TenantConnection[] =>
  connections.filter(
    connection => connection.strategy === 'auth0' && (name === undefined || connection.name === name)
  )
