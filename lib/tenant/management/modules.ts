import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { shownSecrets } from '../actions/content.js'
import {
  createModule,
  isPublished,
  latestVersion,
  type ModuleVersion,
  patchModule,
  publishModule,
  type StoredModule
} from '../actions/modules.js'
import { deployedVersion } from '../actions/store.js'
import type { TenantStore } from '../store/tenant-store.js'
import { takeSecrets } from './actions.js'
import { code, dependencies, secrets } from './actions-input.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, refuse } from './errors.js'
import { noBody, readBody } from './input.js'
import { sendActionsPage } from './paging.js'

const modulesMax = 100

const createBody = z.strictObject({
  name: z
    .string()
    .max(128)
    .regex(/^[a-z0-9][a-z0-9_-]*$/, 'Expected lower-case letters, digits, _ and -'),
  code,
  dependencies: dependencies.default([]),
  secrets: secrets.default([]),
  api_version: z.string().optional(),
  publish: z.boolean().default(false)
})
const patchBody = z.strictObject({ code, dependencies, secrets }).partial()

const versionObject = ({ id: module_id }: StoredModule, version: ModuleVersion) => ({
  ...version,
  module_id,
  secrets: shownSecrets(version.secrets)
})

/** `/actions/modules` with their versions. */
export const createModuleRoutes = ({ actions: { data }, now }: TenantStore) => {
  const usersOf = ({ id: moduleId }: StoredModule) =>
    data.actions.flatMap(action => {
      const reference = deployedVersion(action)?.modules.find(({ module_id }) => module_id === moduleId)
      return reference ? [{ action, reference }] : []
    })

  const isUsed = ({ id: versionId }: ModuleVersion): boolean =>
    data.actions.some(action =>
      [action, ...action.versions].some(({ modules }) =>
        modules.some(({ module_version_id }) => module_version_id === versionId)
      )
    )

  const show = (module: StoredModule) => {
    const { versions: _versions, ...rest } = module
    const latest = latestVersion(module)
    return {
      ...rest,
      secrets: shownSecrets(module.secrets),
      actions_using_module_total: usersOf(module).length,
      all_changes_published: isPublished(module),
      ...(latest && {
        latest_version_number: latest.version_number,
        latest_version: { ...latest, secrets: shownSecrets(latest.secrets) }
      })
    }
  }

  const moduleOf = (c: Context): StoredModule =>
    known(
      data.modules.find(({ id }) => id === c.req.param('id')),
      'That module does not exist.'
    )
  const versionOf = ({ versions }: StoredModule, versionId: string | undefined): ModuleVersion =>
    known(
      versions.find(({ id }) => id === versionId),
      'That version does not exist.'
    )

  return new Hono<ManagementEnv>()
    .get('/actions/modules', requireScope('read:actions'), c =>
      sendActionsPage(c, 'modules', data.modules.map(show))
    )
    .post('/actions/modules', requireScope('create:actions'), async c => {
      const body = await readBody(c, createBody)
      if (data.modules.some(({ name }) => name === body.name)) {
        return refuse(c, 409, 'A module with that name already exists.')
      }
      if (data.modules.length >= modulesMax) {
        return refuse(c, 403, `A tenant can have ${modulesMax} modules.`, 'too_many_entities')
      }
      const content = { ...body, secrets: takeSecrets([], body.secrets, now()) }
      const module = createModule(body.name, content, now())
      data.modules.push(module)
      if (body.publish) publishModule(module, { now: now(), isUsed })
      return c.json(show(module), 201)
    })
    .get('/actions/modules/:id', requireScope('read:actions'), c => c.json(show(moduleOf(c))))
    .patch('/actions/modules/:id', requireScope('update:actions'), async c => {
      const module = moduleOf(c)
      const body = await readBody(c, patchBody)
      patchModule(
        module,
        {
          ...(body.code !== undefined && { code: body.code }),
          ...(body.dependencies && { dependencies: body.dependencies }),
          ...(body.secrets && { secrets: takeSecrets(module.secrets, body.secrets, now()) })
        },
        now()
      )
      return c.json(show(module))
    })
    .delete('/actions/modules/:id', requireScope('delete:actions'), c => {
      const module = moduleOf(c)
      if (module.versions.some(isUsed)) return refuse(c, 412, 'The module is used by an action.')
      data.modules.splice(data.modules.indexOf(module), 1)
      return c.body(null, 204)
    })
    .get('/actions/modules/:id/actions', requireScope('read:actions'), c => {
      const users = usersOf(moduleOf(c)).map(({ action, reference }) => ({
        action_id: action.id,
        action_name: action.name,
        module_version_id: reference.module_version_id,
        module_version_number: reference.module_version_number,
        supported_triggers: action.supported_triggers
      }))
      return sendActionsPage(c, 'actions', users)
    })
    .get('/actions/modules/:id/versions', requireScope('read:actions'), c => {
      const module = moduleOf(c)
      const newestFirst = [...module.versions].reverse()
      return sendActionsPage(
        c,
        'versions',
        newestFirst.map(version => versionObject(module, version))
      )
    })
    .post('/actions/modules/:id/versions', requireScope('update:actions'), async c => {
      const module = moduleOf(c)
      await readBody(c, noBody)
      return c.json(versionObject(module, publishModule(module, { now: now(), isUsed })), 201)
    })
    .get('/actions/modules/:id/versions/:version', requireScope('read:actions'), c => {
      const module = moduleOf(c)
      return c.json(versionObject(module, versionOf(module, c.req.param('version'))))
    })
    .post('/actions/modules/:id/rollback', requireScope('update:actions'), async c => {
      const module = moduleOf(c)
      const { module_version_id } = await readBody(c, z.strictObject({ module_version_id: z.string() }))
      patchModule(module, versionOf(module, module_version_id), now())
      return c.json(show(module))
    })
}
