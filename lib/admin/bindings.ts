import type { ManagementClient } from 'auth0'
import { isTriggerBound, type TriggerId, triggerIds } from '../core/auth0/triggers.js'
import { request, TenantError } from './tenant-error.js'

/** The place of an Action in the list of a trigger. */
export interface Binding {
  id: string
  displayName: string
  actionId: string
  actionName: string
}

/** The bindings of triggers, in the order in which their Actions run. */
export type Bindings = Partial<Record<TriggerId, Binding[]>>

const perPage = 50

/** @throws TenantError, also where a binding names no Action: to write the list back would lose it */
export const readBindings = async (client: ManagementClient, trigger: TriggerId): Promise<Binding[]> => {
  const what = `GET /actions/triggers/${trigger}/bindings`
  return request({ what, scopes: ['read:actions'] }, async () => {
    const found: Binding[] = []
    const query = { page: 0, per_page: perPage }
    for await (const { id, display_name, action } of await client.actions.triggers.bindings.list(
      trigger,
      query
    )) {
      if (!id || !action?.id) throw new TenantError(`${what}: a binding has no id or names no Action`)
      const actionName = action.name ?? ''
      found.push({ id, displayName: display_name ?? actionName, actionId: action.id, actionName })
    }
    return found
  })
}

/** Triggers whose bindings can be set, and that the tenant knows. @throws TenantError */
export const readAllBindings = async (client: ManagementClient): Promise<Bindings> => {
  const bindings: Bindings = {}
  for (const trigger of triggerIds.filter(isTriggerBound)) {
    try {
      bindings[trigger] = await readBindings(client, trigger)
    } catch (error) {
      const isUnknown = error instanceof TenantError && (error.status === 404 || error.status === 400)
      if (!isUnknown) throw error
    }
  }
  return bindings
}
