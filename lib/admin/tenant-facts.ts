import type { ManagementClient } from 'auth0'
import { type Action, getAction, listActions } from './actions.js'
import { type Bindings, readAllBindings } from './bindings.js'
import { type Connection, getConnection, listConnections } from './connections.js'
import { attempt, known, type Reading } from './reading.js'
import { readTenantId } from './tenant-id.js'

/** A tenant's configuration, as far as the token may read it. */
export interface TenantFacts {
  /** Its id, `event.tenant.id`. */
  id: Reading<string>
  actions: Reading<Action[]>
  bindings: Reading<Bindings>
  /** With their options, which can hold secrets; without them where `read:connections_options` is missing. */
  connections: Reading<Connection[]>
}

/** One request at a time: the rate limits of reading are low. */
const each = async <Item, Found>(
  items: readonly Item[],
  read: (item: Item) => Promise<Found>
): Promise<Found[]> => {
  const found: Found[] = []
  for (const item of items) found.push(await read(item))
  return found
}

/**
 * All Actions. Those that are bound, or have one of these names, are read by themselves: a list need not show what is deployed.
 *
 * @throws TenantError
 */
export const readActions = async (
  client: ManagementClient,
  { bindings, names = [] }: { bindings: Bindings; names?: readonly string[] }
): Promise<Action[]> => {
  const bound = new Set(Object.values(bindings).flatMap(list => list.map(({ actionId }) => actionId)))
  return each(await listActions(client), action =>
    bound.has(action.id) || names.includes(action.name)
      ? getAction(client, action.id)
      : Promise.resolve(action)
  )
}

/** @throws TenantError */
export const readConnections = async (client: ManagementClient): Promise<Connection[]> =>
  each(await listConnections(client), ({ id }) => getConnection(client, id))

/**
 * @param options.names of Actions that are looked at, bound or not
 * @throws TenantError for anything but a missing scope
 */
export const readTenantFacts = async (
  client: ManagementClient,
  { names = [] }: { names?: readonly string[] } = {}
): Promise<TenantFacts> => {
  const id = await attempt(readTenantId(client))
  const bindings = await attempt(readAllBindings(client))
  const actions =
    'value' in bindings ? await attempt(readActions(client, { bindings: bindings.value, names })) : bindings
  return { id, actions, bindings, connections: await attempt(readConnections(client)) }
}

/** The Actions bound to a trigger in their order; undefined where it could not be read. */
export const boundActions = (
  { actions, bindings }: Pick<TenantFacts, 'actions' | 'bindings'>,
  trigger: keyof Bindings
): Action[] | undefined => {
  const all = known(actions)
  const list = known(bindings)
  if (!all || !list) return undefined
  return (list[trigger] ?? []).flatMap(({ actionId }) => all.find(({ id }) => id === actionId) ?? [])
}
