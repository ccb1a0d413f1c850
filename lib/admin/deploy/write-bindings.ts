import { isDeepStrictEqual } from 'node:util'
import { listActions } from '../actions.js'
import { type Binding, readBindings } from '../bindings.js'
import { TenantError } from '../tenant-error.js'
import { writeOnce } from '../write.js'
import { ChangedMeanwhile, checkInterrupted, type DeployContext } from './context.js'
import type { BoundPlace } from './merge-bindings.js'
import type { TriggerPlan } from './plan.js'

/** A binding that is there is named by its id, so that it stays the same; one that is new by its Action's. */
const referenceTo = ({ name, binding }: BoundPlace, ids: ReadonlyMap<string, string>) => {
  if (binding)
    return { ref: { type: 'binding_id' as const, value: binding.id }, display_name: binding.displayName }
  const id = ids.get(name)
  if (id === undefined) throw new ChangedMeanwhile(`somebody removed ${name} meanwhile`)
  return { ref: { type: 'action_id' as const, value: id }, display_name: name }
}

/** Whether the list is what was planned: the same Actions in that order, under the ids they were bound by. */
const isAsPlanned = (list: readonly Binding[], after: readonly BoundPlace[]): boolean =>
  list.length === after.length &&
  after.every(({ name, binding }, index) => {
    const found = list[index]
    return found?.actionName === name && (binding === undefined || found.actionId === binding.actionId)
  })

/**
 * Writes the list of one trigger: reads it again, writes only if it is what the plan was made from, and reads back.
 *
 * @throws ChangedMeanwhile, Interrupted, TenantError
 */
export const writeBindings = async (
  { trigger, before, after, isChanged }: TriggerPlan,
  context: DeployContext
): Promise<void> => {
  if (!isChanged) return
  const { client } = context
  const ids = new Map((await listActions(client)).map(({ name, id }) => [name, id]))
  const bindings = after.map(place => referenceTo(place, ids))
  checkInterrupted(context)
  if (!isDeepStrictEqual(await readBindings(client, trigger), before))
    throw new ChangedMeanwhile(`somebody changed the bindings of ${trigger} meanwhile`)
  await writeOnce(
    { what: `PATCH /actions/triggers/${trigger}/bindings`, scopes: ['update:actions'] },
    () => client.actions.triggers.bindings.updateMany(trigger, { bindings }),
    { ...context, isDone: async () => isAsPlanned(await readBindings(client, trigger), after) }
  )
  if (!isAsPlanned(await readBindings(client, trigger), after))
    throw new TenantError(`the bindings of ${trigger} read back different: look at them, and run this again`)
  context.onStep?.(`${trigger}: ${after.length} bindings, in the policy's order`)
}
