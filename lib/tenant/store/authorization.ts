import type { Api } from '../seed/schema.js'
import { newId } from './ids.js'

/** What a role or a user may do with an API. */
export interface Permission {
  resource_server_identifier: string
  permission_name: string
}

export interface Role {
  id: string
  name: string
  description: string
  permissions: Permission[]
}

/** An API of the tenant, with whatever else it was given. */
export interface ResourceServer {
  id: string
  identifier: string
  name: string
  scopes: { value: string; description?: string | undefined }[]
  [field: string]: unknown
}

export interface ClientGrant {
  id: string
  client_id: string
  audience: string
  scope: string[]
  [field: string]: unknown
}

/** What is given to one user. */
export interface Assignment {
  /** Ids. */
  roles: string[]
  permissions: Permission[]
}

export interface Authorization {
  roles: Role[]
  resourceServers: ResourceServer[]
  clientGrants: ClientGrant[]
  /** By `user_id`. */
  assignments: Record<string, Assignment>
}

export const noAuthorization = (): Authorization => ({
  roles: [],
  resourceServers: [],
  clientGrants: [],
  assignments: {}
})

/** What is given to a user. Whoever changes it changes the tenant. */
export const assignmentOf = ({ assignments }: Authorization, userId: string): Assignment => {
  if (!Object.hasOwn(assignments, userId)) assignments[userId] = { roles: [], permissions: [] }
  return assignments[userId] as Assignment
}

export const rolesOf = ({ roles, assignments }: Authorization, userId: string): Role[] => {
  const assigned = Object.hasOwn(assignments, userId) ? assignments[userId]?.roles : undefined
  return roles.filter(({ id }) => assigned?.includes(id))
}

/** What a user may do with an API: by roles and directly, each once. */
export const permissionsOn = (authorization: Authorization, userId: string, api: string): string[] => {
  const { assignments } = authorization
  const direct = Object.hasOwn(assignments, userId) ? (assignments[userId]?.permissions ?? []) : []
  const all = [...direct, ...rolesOf(authorization, userId).flatMap(({ permissions }) => permissions)]
  const named = all.filter(({ resource_server_identifier: of }) => of === api)
  return [...new Set(named.map(({ permission_name }) => permission_name))]
}

export const resourceServerOf = ({ identifier, scopes = [] }: Api): ResourceServer => ({
  id: newId('api'),
  identifier,
  name: identifier,
  scopes: scopes.map(value => ({ value }))
})

/** As the issuers read it. */
export const apiOf = ({ identifier, scopes }: ResourceServer): Api => ({
  identifier,
  scopes: scopes.map(({ value }) => value)
})
