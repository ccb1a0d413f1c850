import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { isTriggerBound, type TriggerId, triggerIds } from '../core/auth0/triggers.js'
import { readList } from './answer/list.js'
import { TenantError } from './tenant-error.js'

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

/** One that names no Action is refused: to write the list back would lose it. */
const seenBinding = z.object({
  id: z.string().min(1),
  display_name: z.string().nullish(),
  action: z.object({ id: z.string().min(1), name: z.string().nullish() })
})
const list = { member: 'bindings', item: seenBinding, idOf: ({ id }: z.infer<typeof seenBinding>) => id }

/** @throws TenantError */
export const readBindings = async (client: ManagementClient, trigger: TriggerId): Promise<Binding[]> => {
  const call = { what: `GET /actions/triggers/${trigger}/bindings`, scopes: ['read:actions'] }
  const query = { page: 0, per_page: perPage }
  const found = await readList(call, list, () => client.actions.triggers.bindings.list(trigger, query))
  return found.map(({ id, display_name, action }) => {
    const actionName = action.name ?? ''
    return { id, displayName: display_name ?? actionName, actionId: action.id, actionName }
  })
}

const isUnknownTrigger = ({ status, isExplained }: TenantError): boolean =>
  isExplained && (status === 404 || status === 400)

/** Triggers whose bindings can be set, and that the tenant knows. @throws TenantError */
export const readAllBindings = async (client: ManagementClient): Promise<Bindings> => {
  const bindings: Bindings = {}
  for (const trigger of triggerIds.filter(isTriggerBound)) {
    try {
      bindings[trigger] = await readBindings(client, trigger)
    } catch (error) {
      if (!(error instanceof TenantError) || !isUnknownTrigger(error)) throw error
    }
  }
  return bindings
}
