import type { Context } from 'hono'
import { z } from 'zod'
import type { JsonObject } from '../../core/auth0/json.js'
import { organization } from '../seed/organizations.js'
import { newId } from '../store/ids.js'
import { type EnabledConnection, membersOf, type StoredOrganization } from '../store/organizations.js'
import type { TenantStore } from '../store/tenant-store.js'
import { requireScope } from './auth.js'
import { createCollection, removeFrom } from './collection.js'
import { known, ManagementRefusal } from './errors.js'
import { readBody } from './input.js'
import { sendList, sendPage } from './paging.js'

const { name, metadata } = organization.shape
const connectionPatch = z
  .strictObject({
    assign_membership_on_login: z.boolean(),
    show_as_button: z.boolean(),
    is_signup_enabled: z.boolean(),
    is_enabled: z.boolean(),
    organization_connection_name: z.string(),
    organization_access_level: z.string()
  })
  .partial()
const enabledConnection = connectionPatch.extend({ connection_id: z.string().min(1) }).transform(
  ({
    connection_id,
    assign_membership_on_login = false,
    show_as_button = true,
    is_signup_enabled = false
  }): EnabledConnection => ({
    connection_id,
    assign_membership_on_login,
    show_as_button,
    is_signup_enabled
  })
)
const patchBody = z
  .strictObject({
    name,
    display_name: z.string().min(1).max(255),
    metadata: metadata.unwrap(),
    branding: z.record(z.string(), z.json())
  })
  .partial()
const createBody = patchBody
  .required({ name: true })
  .extend({ enabled_connections: z.array(enabledConnection).optional() })
const membersBody = z.strictObject({ members: z.array(z.string().min(1)).min(1) })

const unknown: [message: string, errorCode: string] = [
  'No organization found by that id or name',
  'inexistent_organization'
]

/** Two generations of one list, and what an answer with totals calls it. */
const connectionPaths = [
  ['/organizations/:id/enabled_connections', 'enabled_connections'],
  ['/organizations/:id/connections', 'connections']
] as const

/** As `GET /organizations/{id}` shows it. */
const organizationObject = ({
  members: _members,
  enabledConnections: _connections,
  ...shown
}: StoredOrganization) => ({
  ...shown,
  display_name: shown.display_name ?? shown.name
})

/** `/organizations`, their members, and the connections that are enabled for them. */
export const createOrganizationRoutes = (store: TenantStore) => {
  const { organizations, users, connections } = store
  const assertFree = (wanted: string | undefined, own?: StoredOrganization): void => {
    if (organizations.some(other => other !== own && other.name === wanted)) {
      throw new ManagementRefusal(
        409,
        'An organization with this name already exists',
        'organization_conflict'
      )
    }
  }
  const { routes, itemOf } = createCollection<
    StoredOrganization,
    z.output<typeof createBody>,
    z.output<typeof patchBody>
  >({
    path: '/organizations',
    noun: 'organizations',
    all: () => organizations,
    idOf: ({ id }) => id,
    unknown,
    createBody,
    patchBody,
    add({ enabled_connections: enabledConnections = [], branding, ...body }) {
      assertFree(body.name)
      const created: StoredOrganization = {
        id: newId('org'),
        ...body,
        ...(branding && { branding: branding as JsonObject }),
        members: [],
        enabledConnections
      }
      organizations.push(created)
      return created
    },
    change(item, body) {
      assertFree(body.name, item)
      Object.assign(item, body)
    },
    remove: item => removeFrom(organizations, item),
    show: organizationObject
  })

  const userIds = () => users.list().map(({ user_id }) => user_id)
  const readMembers = async (c: Context): Promise<string[]> => {
    const { members } = await readBody(c, membersBody)
    for (const id of members) known(users.get(id), 'The user does not exist.', 'inexistent_user')
    return members
  }
  /** With the facts of the connection. */
  const shownConnection = (enabled: EnabledConnection) => {
    const connection = connections.find(({ id }) => id === enabled.connection_id)
    return { ...enabled, connection: connection && { name: connection.name, strategy: connection.strategy } }
  }
  const enabledOf = (c: Context): EnabledConnection =>
    known(
      itemOf(c).enabledConnections?.find(({ connection_id }) => connection_id === c.req.param('connection')),
      'The connection is not enabled for this organization.',
      'inexistent_connection'
    )

  routes
    .get('/organizations/name/:name', requireScope('read:organizations'), c =>
      c.json(
        organizationObject(
          known(
            organizations.find(item => item.name === c.req.param('name')),
            ...unknown
          )
        )
      )
    )
    .get('/organizations/:id/members', requireScope('read:organization_members'), c => {
      const ids = membersOf(itemOf(c), userIds())
      const members = users.list().filter(({ user_id }) => ids.includes(user_id))
      return sendList(c, members, {
        name: 'members',
        idOf: ({ user_id }) => user_id,
        show: ({ user_id, email, name, picture }) => ({ user_id, email, name, picture })
      })
    })
    .post('/organizations/:id/members', requireScope('create:organization_members'), async c => {
      const item = itemOf(c)
      const added = await readMembers(c)
      item.members = [...new Set([...membersOf(item, userIds()), ...added])]
      return c.body(null, 204)
    })
    .delete('/organizations/:id/members', requireScope('delete:organization_members'), async c => {
      const item = itemOf(c)
      const removed = await readMembers(c)
      item.members = membersOf(item, userIds()).filter(id => !removed.includes(id))
      return c.body(null, 204)
    })
  for (const [path, name] of connectionPaths) {
    routes
      .get(path, requireScope('read:organization_connections'), c =>
        sendPage(c, name, (itemOf(c).enabledConnections ?? []).map(shownConnection))
      )
      .post(path, requireScope('create:organization_connections'), async c => {
        const item = itemOf(c)
        const enabled = await readBody(c, enabledConnection)
        known(
          connections.find(({ id }) => id === enabled.connection_id),
          'The connection does not exist',
          'inexistent_connection'
        )
        const others = (item.enabledConnections ?? []).filter(
          ({ connection_id }) => connection_id !== enabled.connection_id
        )
        item.enabledConnections = [...others, enabled]
        return c.json(shownConnection(enabled), 201)
      })
      .get(`${path}/:connection`, requireScope('read:organization_connections'), c =>
        c.json(shownConnection(enabledOf(c)))
      )
      .patch(`${path}/:connection`, requireScope('update:organization_connections'), async c => {
        const enabled = enabledOf(c)
        Object.assign(enabled, await readBody(c, connectionPatch))
        return c.json(shownConnection(enabled))
      })
      .delete(`${path}/:connection`, requireScope('delete:organization_connections'), c => {
        const enabled = enabledOf(c)
        removeFrom(itemOf(c).enabledConnections ?? [], enabled)
        return c.body(null, 204)
      })
  }
  return routes
}
