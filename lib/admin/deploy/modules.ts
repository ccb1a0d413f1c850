import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { readList } from '../answer/list.js'
import { TenantError } from '../tenant-error.js'
import type { DeployContext } from './context.js'
import type { WantedAction } from './wanted.js'

const scopes = ['read:actions']
const query = { page: 0, per_page: 50 }

const idOf = ({ id }: { id: string }): string => id
const moduleList = { member: 'modules', item: z.object({ id: z.string(), name: z.string() }), idOf }
const versionList = {
  member: 'versions',
  item: z.object({ id: z.string(), version_number: z.number() }),
  idOf
}

const moduleIds = async (client: ManagementClient): Promise<Map<string, string>> => {
  const call = { what: 'GET /actions/modules', scopes }
  const found = await readList(call, moduleList, () => client.actions.modules.list(query))
  return new Map(found.map(({ id, name }) => [name, id]))
}

const versionId = async (
  client: ManagementClient,
  id: string,
  number: number
): Promise<string | undefined> => {
  const call = { what: `GET /actions/modules/${id}/versions`, scopes }
  const found = await readList(call, versionList, () => client.actions.modules.versions.list(id, query))
  return found.find(({ version_number }) => version_number === number)?.id
}

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
  const ids = await moduleIds(client)
  for (const [name, number] of wanted) {
    const module_id = ids.get(name)
    const module_version_id = module_id && (await versionId(client, module_id, number))
    if (!module_version_id)
      throw new TenantError(`the tenant has no version ${number} of the module ${name}: publish it first`)
    found.set(`${name}@${number}`, { module_id, module_version_id })
  }
  return found
}
