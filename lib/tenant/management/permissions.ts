import type { Context } from 'hono'
import { z } from 'zod'
import type { Authorization, Permission } from '../store/authorization.js'
import { ManagementRefusal } from './errors.js'
import { readBody } from './input.js'

const body = z.strictObject({
  permissions: z
    .array(
      z.strictObject({ resource_server_identifier: z.string().min(1), permission_name: z.string().min(1) })
    )
    .min(1)
})

export const isSame = (a: Permission, b: Permission): boolean =>
  a.resource_server_identifier === b.resource_server_identifier && a.permission_name === b.permission_name

/**
 * The permissions of a request. Each must be a scope of an API.
 *
 * @throws ManagementRefusal 404 for an API or a scope that is not there
 */
export const readPermissions = async (
  c: Context,
  { resourceServers }: Pick<Authorization, 'resourceServers'>
): Promise<Permission[]> => {
  const { permissions } = await readBody(c, body)
  for (const { resource_server_identifier: api, permission_name: name } of permissions) {
    const server = resourceServers.find(({ identifier }) => identifier === api)
    if (!server?.scopes.some(({ value }) => value === name)) {
      throw new ManagementRefusal(
        404,
        'A permission does not exist: create the API with this scope first.',
        'inexistent_permission'
      )
    }
  }
  return permissions
}

/** Each once. */
export const withPermissions = (had: readonly Permission[], more: readonly Permission[]): Permission[] => {
  const all = [...had, ...more]
  return all.filter((one, index) => all.findIndex(other => isSame(one, other)) === index)
}

export const withoutPermissions = (had: readonly Permission[], less: readonly Permission[]): Permission[] =>
  had.filter(known => !less.some(removed => isSame(known, removed)))

/** With the names of its API and the description of its scope. */
export const shownPermission = (
  { resourceServers }: Pick<Authorization, 'resourceServers'>,
  permission: Permission
) => {
  const server = resourceServers.find(
    ({ identifier }) => identifier === permission.resource_server_identifier
  )
  const scope = server?.scopes.find(({ value }) => value === permission.permission_name)
  return {
    ...permission,
    description: scope?.description ?? '',
    resource_server_name: server?.name ?? permission.resource_server_identifier
  }
}
