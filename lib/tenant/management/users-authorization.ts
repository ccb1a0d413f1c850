import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { assignmentOf, rolesOf } from '../store/authorization.js'
import { membersOf } from '../store/organizations.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known } from './errors.js'
import { readBody } from './input.js'
import { sendPage } from './paging.js'
import {
  isSame,
  readPermissions,
  shownPermission,
  withoutPermissions,
  withPermissions
} from './permissions.js'

const rolesBody = z.strictObject({ roles: z.array(z.string().min(1)).min(1) })

/** Roles, permissions and organizations of a user. */
export const createUserAuthorizationRoutes = ({ users, resources, organizations }: TenantStore) => {
  const idOf = (c: Context): string =>
    known(users.get(c.req.param('id') ?? ''), 'The user does not exist.', 'inexistent_user').user_id

  const readRoles = async (c: Context): Promise<string[]> => {
    const { roles } = await readBody(c, rolesBody)
    for (const id of roles) {
      known(
        resources.roles.find(role => role.id === id),
        'The role does not exist.',
        'inexistent_role'
      )
    }
    return roles
  }

  /** Each with where it comes from: the user, or roles. */
  const permissionsOf = (userId: string) => {
    const direct = assignmentOf(resources, userId).permissions.map(permission => ({
      permission,
      source: { source_id: '', source_name: '', source_type: 'DIRECT' }
    }))
    const byRole = rolesOf(resources, userId).flatMap(({ id, name, permissions }) =>
      permissions.map(permission => ({
        permission,
        source: { source_id: id, source_name: name, source_type: 'ROLE' }
      }))
    )
    const all = [...direct, ...byRole]
    return withPermissions(
      [],
      all.map(({ permission }) => permission)
    ).map(permission => ({
      ...shownPermission(resources, permission),
      sources: all.filter(other => isSame(other.permission, permission)).map(({ source }) => source)
    }))
  }

  return new Hono<ManagementEnv>()
    .get('/users/:id/roles', requireScope('read:users', 'read:roles'), c => {
      const roles = rolesOf(resources, idOf(c)).map(({ id, name, description }) => ({
        id,
        name,
        description
      }))
      return sendPage(c, 'roles', roles)
    })
    .post('/users/:id/roles', requireScope('update:users', 'create:role_members'), async c => {
      const assignment = assignmentOf(resources, idOf(c))
      assignment.roles = [...new Set([...assignment.roles, ...(await readRoles(c))])]
      return c.body(null, 204)
    })
    .delete('/users/:id/roles', requireScope('update:users'), async c => {
      const assignment = assignmentOf(resources, idOf(c))
      const removed = await readRoles(c)
      assignment.roles = assignment.roles.filter(id => !removed.includes(id))
      return c.body(null, 204)
    })
    .get('/users/:id/permissions', requireScope('read:users'), c =>
      sendPage(c, 'permissions', permissionsOf(idOf(c)))
    )
    .post('/users/:id/permissions', requireScope('update:users'), async c => {
      const assignment = assignmentOf(resources, idOf(c))
      assignment.permissions = withPermissions(assignment.permissions, await readPermissions(c, resources))
      return c.body(null, 201)
    })
    .delete('/users/:id/permissions', requireScope('update:users'), async c => {
      const assignment = assignmentOf(resources, idOf(c))
      assignment.permissions = withoutPermissions(assignment.permissions, await readPermissions(c, resources))
      return c.body(null, 204)
    })
    .get('/users/:id/organizations', requireScope('read:organizations'), c => {
      const id = idOf(c)
      const own = organizations.filter(organization => membersOf(organization, [id]).length > 0)
      return sendPage(
        c,
        'organizations',
        own.map(({ id, name, display_name = name }) => ({ id, name, display_name }))
      )
    })
}
