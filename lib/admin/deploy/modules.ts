import type { ManagementClient } from 'auth0'
import { request, TenantError } from '../tenant-error.js'
import type { DeployContext } from './context.js'
import type { WantedAction } from './wanted.js'

const scopes = ['read:actions']

/**
 * The ids of the modules that Actions name by name and version.
 *
 * @throws TenantError where the tenant has not that version of a module
 */
export const readModules = async (
  client: ManagementClient,
  actions: readonly WantedAction[]
): Promise<DeployContext['modules']> => {
  const found = new Map<string, { module_id: string; module_version_id: string }>()
  const wanted = actions.flatMap(({ modules }) => Object.entries(modules))
  if (wanted.length === 0) return found
  const ids = new Map<string, string>()
  await request({ what: 'GET /actions/modules', scopes }, async () => {
    for await (const { id, name } of await client.actions.modules.list({ page: 0, per_page: 50 }))
      if (id && name) ids.set(name, id)
  })
  for (const [name, number] of wanted) {
    const id = ids.get(name)
    const what = `GET /actions/modules/${id}/versions`
    if (id)
      await request({ what, scopes }, async () => {
        const query = { page: 0, per_page: 50 }
        for await (const version of await client.actions.modules.versions.list(id, query))
          if (version.version_number === number && version.id)
            found.set(`${name}@${number}`, { module_id: id, module_version_id: version.id })
      })
    if (!found.has(`${name}@${number}`))
      throw new TenantError(`the tenant has no version ${number} of the module ${name}: publish it first`)
  }
  return found
}
