import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  actionsPerTrigger,
  secretNameMaxChars,
  secretsPerAction,
  secretValueMaxChars
} from '../../core/auth0/limits.js'
import type { TriggerId } from '../../runtime/code/handlers.js'
import { type Binding, deployedVersion, type StoredAction } from '../actions/store.js'
import { isTriggerBound, triggerIds, triggers } from '../actions/triggers.js'
import type { TenantStore } from '../store/tenant-store.js'
import { actionSummary } from './actions-objects.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal, refuse } from './errors.js'
import { readBody } from './input.js'
import { sendActionsPage } from './paging.js'

const bindingsBody = z.strictObject({
  bindings: z
    .array(
      z.strictObject({
        ref: z.strictObject({
          type: z.enum(['action_name', 'action_id', 'binding_id']),
          value: z.string().min(1)
        }),
        display_name: z.string().min(1).optional(),
        secrets: z
          .array(
            z.strictObject({
              name: z.string().min(1).max(secretNameMaxChars),
              value: z.string().max(secretValueMaxChars)
            })
          )
          .max(secretsPerAction)
          .optional()
      })
    )
    .max(actionsPerTrigger)
})

type BindingInput = z.output<typeof bindingsBody>['bindings'][number]

const triggerOf = (c: Context): TriggerId =>
  known(
    triggerIds.find(id => id === c.req.param('trigger')),
    'That trigger does not exist.'
  )

/** `/actions/triggers` and the Actions bound to them. */
export const createBindingRoutes = ({ actions: { data }, now }: TenantStore) => {
  const bindingsOf = (trigger: TriggerId): readonly Binding[] => data.bindings[trigger] ?? []

  const actionOf = (trigger: TriggerId, { type, value }: BindingInput['ref']): StoredAction => {
    const actionId =
      type === 'binding_id' ? bindingsOf(trigger).find(({ id }) => id === value)?.actionId : value
    const action = data.actions.find(({ id, name }) =>
      type === 'action_name' ? name === value : id === actionId
    )
    const problem =
      (!action && 'does not exist') ||
      (action?.supported_triggers[0].id !== trigger && `does not support the trigger ${trigger}`) ||
      (action && !deployedVersion(action) && 'must be deployed before it is bound')
    if (action && !problem) return action
    throw new ManagementRefusal(400, `The action ${value} ${problem}.`, 'invalid_body')
  }

  /** A binding that was there keeps its id. */
  const take = (trigger: TriggerId, input: BindingInput): Binding => {
    const action = actionOf(trigger, input.ref)
    const at = now().toISOString()
    const old = bindingsOf(trigger).find(({ id, actionId }) =>
      input.ref.type === 'binding_id' ? id === input.ref.value : actionId === action.id
    )
    const display_name = input.display_name ?? old?.display_name ?? action.name
    return {
      ...(old ?? { id: randomUUID(), actionId: action.id, created_at: at, updated_at: at }),
      display_name,
      ...(old && old.display_name !== display_name && { updated_at: at }),
      ...(input.secrets && {
        secrets: Object.fromEntries(input.secrets.map(({ name, value }) => [name, value]))
      })
    }
  }

  const show = (trigger: TriggerId, { id, actionId, display_name, created_at, updated_at }: Binding) => {
    const action = data.actions.find(known => known.id === actionId)
    return {
      id,
      trigger_id: trigger,
      display_name,
      created_at,
      updated_at,
      ...(action && { action: actionSummary(action) })
    }
  }

  return new Hono<ManagementEnv>()
    .get('/actions/triggers', requireScope('read:actions'), c => c.json({ triggers }))
    .get('/actions/triggers/:trigger/bindings', requireScope('read:actions'), c => {
      const trigger = triggerOf(c)
      return sendActionsPage(
        c,
        'bindings',
        bindingsOf(trigger).map(binding => show(trigger, binding))
      )
    })
    .patch('/actions/triggers/:trigger/bindings', requireScope('update:actions'), async c => {
      const trigger = triggerOf(c)
      const { bindings } = await readBody(c, bindingsBody)
      if (!isTriggerBound(trigger)) return refuse(c, 400, `Bindings of ${trigger} cannot be set.`)
      const taken = bindings.map(input => take(trigger, input))
      if (new Set(taken.map(({ actionId }) => actionId)).size < taken.length) {
        return refuse(c, 400, 'An action is bound twice.', 'invalid_body')
      }
      data.bindings[trigger] = taken
      return c.json({ bindings: taken.map(binding => show(trigger, binding)) })
    })
}
