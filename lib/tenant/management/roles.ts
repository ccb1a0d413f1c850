import { z } from 'zod'
import { assignmentOf, type Permission, type Role } from '../store/authorization.js'
import { newId } from '../store/ids.js'
import type { TenantStore } from '../store/tenant-store.js'
import { requireScope } from './auth.js'
import { createCollection, removeFrom } from './collection.js'
import { known, ManagementRefusal } from './errors.js'
import { readBody } from './input.js'
import { sendPage } from './paging.js'
import { readPermissions, shownPermission, withoutPermissions, withPermissions } from './permissions.js'

const text = z.string().min(1).max(255)
const createBody = z.strictObject({ name: text, description: z.string().max(255).default('') })
const patchBody = z.strictObject({ name: text, description: z.string().max(255) }).partial()

/** `/roles`, what they permit and who has them. */
export const createRoleRoutes = ({ resources, users }: TenantStore) => {
  const { roles } = resources
  const assertFree = (name: string | undefined, role?: Role): void => {
    if (roles.some(other => other !== role && other.name === name)) {
      throw new ManagementRefusal(409, 'There is already a role with this name.', 'role_conflict')
    }
  }
  const { routes, itemOf } = createCollection<Role, z.output<typeof createBody>, z.output<typeof patchBody>>({
    path: '/roles',
    noun: 'roles',
    all: () => roles,
    idOf: ({ id }) => id,
    unknown: ['The role does not exist.', 'inexistent_role'],
    createBody,
    patchBody,
    add(body) {
      assertFree(body.name)
      const role: Role = { id: newId('rol'), ...body, permissions: [] }
      roles.push(role)
      return role
    },
    change(role, body) {
      assertFree(body.name, role)
      Object.assign(role, body)
    },
    remove(role) {
      removeFrom(roles, role)
      for (const assignment of Object.values(resources.assignments)) {
        assignment.roles = assignment.roles.filter(id => id !== role.id)
      }
    },
    show: ({ permissions: _permissions, ...role }) => role,
    filter: c => {
      const wanted = c.req.query('name_filter')?.toLowerCase() ?? ''
      return ({ name }) => name.toLowerCase().includes(wanted)
    }
  })

  const show = (permission: Permission) => shownPermission(resources, permission)
  const usersBody = z.strictObject({ users: z.array(text).min(1) })

  return routes
    .get('/roles/:id/permissions', requireScope('read:roles'), c =>
      sendPage(c, 'permissions', itemOf(c).permissions.map(show))
    )
    .post('/roles/:id/permissions', requireScope('update:roles'), async c => {
      const role = itemOf(c)
      role.permissions = withPermissions(role.permissions, await readPermissions(c, resources))
      return c.body(null, 201)
    })
    .delete('/roles/:id/permissions', requireScope('update:roles'), async c => {
      const role = itemOf(c)
      role.permissions = withoutPermissions(role.permissions, await readPermissions(c, resources))
      return c.body(null, 204)
    })
    .get('/roles/:id/users', requireScope('read:role_members', 'read:users'), c => {
      const { id } = itemOf(c)
      const having = users
        .list()
        .filter(({ user_id }) => resources.assignments[user_id]?.roles.includes(id))
        .map(({ user_id, email, name, picture }) => ({ user_id, email, name, picture }))
      return sendPage(c, 'users', having)
    })
    .post('/roles/:id/users', requireScope('create:role_members'), async c => {
      const role = itemOf(c)
      const { users: ids } = await readBody(c, usersBody)
      for (const id of ids) known(users.get(id), 'The user does not exist.', 'inexistent_user')
      for (const id of ids) {
        const assignment = assignmentOf(resources, id)
        assignment.roles = [...new Set([...assignment.roles, role.id])]
      }
      return c.body(null, 200)
    })
}
