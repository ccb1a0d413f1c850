import type { JsonObject } from '../../core/auth0/json.js'
import { findOrganization, type Organization } from '../seed/organizations.js'
import type { TenantStore } from '../store/tenant-store.js'

type Organizations = Pick<TenantStore, 'organizations' | 'resources'>

/** Whether the tenant goes by names as well as by ids, in requests and in tokens. Not on a new one. */
const usesNames = ({ resources }: Organizations): boolean =>
  resources.tenantSettings.allow_organization_name_in_authentication_api === true

/**
 * The organization a request asks for, or why there is none. Nothing for a request that names none.
 *
 * @see https://auth0.com/docs/manage-users/organizations/configure-organizations/use-org-name-authentication-api
 */
export const requestedOrganization = (
  store: Organizations,
  asked: unknown
): { organization?: Organization } | { problem: string } => {
  if (asked === undefined || asked === '') return {}
  const text = String(asked)
  if (!text.startsWith('org_') && !usesNames(store)) {
    return { problem: 'authorization request parameter organization must be an organization id' }
  }
  const organization = findOrganization(store.organizations, text)
  return organization ? { organization } : { problem: 'parameter organization is invalid' }
}

/** What both tokens say of the organization. */
export const organizationClaims = (
  store: Organizations,
  organization: Organization | undefined
): JsonObject =>
  organization ? { org_id: organization.id, ...(usesNames(store) && { org_name: organization.name }) } : {}
