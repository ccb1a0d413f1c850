import type { JsonObject } from '../../core/auth0/json.js'
import type { Organization } from '../seed/organizations.js'

/** A connection of an organization. Kept: every connection is open to the members here. */
export interface EnabledConnection {
  connection_id: string
  assign_membership_on_login: boolean
  show_as_button: boolean
  is_signup_enabled: boolean
  is_enabled?: boolean | undefined
  organization_connection_name?: string | undefined
  organization_access_level?: string | undefined
}

/** An organization with what the API was given of it. */
export type StoredOrganization = Organization & {
  branding?: JsonObject
  enabledConnections?: EnabledConnection[]
}

/** The `user_id` of each member, of all users where none is named. */
export const membersOf = ({ members }: Organization, userIds: readonly string[]): string[] =>
  userIds.filter(id => members?.includes(id) ?? true)
