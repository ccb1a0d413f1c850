import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  replaceSecrets,
  type SecretInput,
  type StoredSecret,
  secretsWithoutValue
} from '../actions/content.js'
import { type ModuleReference, referenceTo } from '../actions/modules.js'
import { actionContent, deployedVersion, type StoredAction } from '../actions/store.js'
import type { TenantStore } from '../store/tenant-store.js'
import { createBody, patchBody } from './actions-input.js'
import { actionObject, versionObject } from './actions-objects.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal, refuse } from './errors.js'
import { defined, flag, noBody, readBody, readQuery } from './input.js'
import { sendActionsPage } from './paging.js'

const actionsMax = 100

const listQuery = z.object({
  triggerId: z.string().optional(),
  actionName: z.string().optional(),
  deployed: flag.optional(),
  installed: flag.optional()
})

/** The new set of secrets, or a 400 naming one that comes without a value. */
export const takeSecrets = (
  stored: readonly StoredSecret[],
  given: readonly SecretInput[],
  now: Date
): StoredSecret[] => {
  const [missing] = secretsWithoutValue(stored, given)
  if (missing === undefined) return replaceSecrets(stored, given, now)
  throw new ManagementRefusal(
    400,
    `Payload validation error: 'Missing required property: value' on property secrets (${missing}).`,
    'invalid_body'
  )
}

/** `/actions/actions` with their versions. */
export const createActionRoutes = ({ actions, now }: TenantStore) => {
  const { data } = actions
  const actionOf = (c: Context): StoredAction =>
    known(
      data.actions.find(({ id }) => id === c.req.param('id')),
      'That action does not exist.'
    )
  const show = (action: StoredAction) => actionObject(action, actions)

  const assertNameIsFree = (name: string, own?: StoredAction) => {
    if (data.actions.some(action => action.name === name && action !== own)) {
      throw new ManagementRefusal(400, 'An action with that name already exists.', 'invalid_body')
    }
  }

  const takeModules = (
    given: readonly Pick<ModuleReference, 'module_id' | 'module_version_id'>[]
  ): ModuleReference[] =>
    given.map(({ module_id, module_version_id }) => {
      const module = data.modules.find(({ id }) => id === module_id)
      const version = module?.versions.find(({ id }) => id === module_version_id)
      if (module && version) return referenceTo(module, version)
      throw new ManagementRefusal(400, `There is no version ${module_version_id} of module ${module_id}.`)
    })

  const assertBuilt = (action: StoredAction) => {
    if (actions.buildOf(action) === 'built') return
    throw new ManagementRefusal(400, "The draft must be in the 'built' state before it is deployed.")
  }

  return new Hono<ManagementEnv>()
    .get('/actions/actions', requireScope('read:actions'), c => {
      const { triggerId, actionName, deployed, installed } = readQuery(c, listQuery)
      const matching = data.actions.filter(
        action =>
          (triggerId === undefined || action.supported_triggers[0].id === triggerId) &&
          (actionName === undefined || action.name === actionName) &&
          (deployed === undefined || (deployedVersion(action) !== undefined) === deployed) &&
          installed !== true
      )
      return sendActionsPage(c, 'actions', matching.map(show))
    })
    .post('/actions/actions', requireScope('create:actions'), async c => {
      const { deploy, ...body } = await readBody(c, createBody)
      assertNameIsFree(body.name)
      if (data.actions.length >= actionsMax) {
        return refuse(c, 403, `A tenant can have ${actionsMax} actions.`, 'too_many_entities')
      }
      const action = actions.create({
        ...body,
        secrets: takeSecrets([], body.secrets, now()),
        modules: takeModules(body.modules)
      })
      if (deploy) {
        action.built_at = action.created_at
        if (actions.buildOf(action) === 'built') actions.deploy(action)
      }
      return c.json(show(action), 201)
    })
    .get('/actions/actions/:id', requireScope('read:actions'), c => c.json(show(actionOf(c))))
    .patch('/actions/actions/:id', requireScope('update:actions'), async c => {
      const action = actionOf(c)
      const { secrets, modules, ...body } = await readBody(c, patchBody)
      if (body.name !== undefined) assertNameIsFree(body.name, action)
      const [trigger] = body.supported_triggers ?? action.supported_triggers
      if (trigger.id !== action.supported_triggers[0].id) {
        return refuse(c, 400, 'The trigger of an action cannot be changed.', 'invalid_body')
      }
      actions.patch(action, {
        ...defined(body),
        ...(secrets && { secrets: takeSecrets(action.secrets, secrets, now()) }),
        ...(modules && { modules: takeModules(modules) })
      })
      return c.json(show(action))
    })
    .delete('/actions/actions/:id', requireScope('delete:actions'), c => {
      const action = actionOf(c)
      const { force } = readQuery(c, z.object({ force: flag.default(false) }))
      const isBound = Object.values(data.bindings).some(bindings =>
        bindings.some(({ actionId }) => actionId === action.id)
      )
      if (isBound && !force) return refuse(c, 400, 'The action is bound to a trigger.')
      actions.remove(action)
      return c.body(null, 204)
    })
    .post('/actions/actions/:id/deploy', requireScope('create:actions'), async c => {
      const action = actionOf(c)
      await readBody(c, noBody)
      assertBuilt(action)
      return c.json(versionObject(action, actions.deploy(action)), 202)
    })
    .get('/actions/actions/:id/versions', requireScope('read:actions'), c => {
      const action = actionOf(c)
      const newestFirst = [...action.versions].reverse()
      return sendActionsPage(
        c,
        'versions',
        newestFirst.map(version => versionObject(action, version))
      )
    })
    .get('/actions/actions/:id/versions/:version', requireScope('read:actions'), c => {
      const action = actionOf(c)
      return c.json(versionObject(action, versionOf(c, action)))
    })
    .post('/actions/actions/:id/versions/:version/deploy', requireScope('create:actions'), async c => {
      const action = actionOf(c)
      const { update_draft } = await readBody(c, z.strictObject({ update_draft: z.boolean().default(false) }))
      const version = versionOf(c, action)
      const deployed = actions.deploy(action, version)
      if (update_draft) actions.patch(action, actionContent(version))
      return c.json(versionObject(action, deployed), 202)
    })
}

const versionOf = (c: Context, { versions }: StoredAction) =>
  known(
    versions.find(({ id }) => id === c.req.param('version')),
    'That version does not exist.'
  )
