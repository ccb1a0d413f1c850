import type { ManagementClient } from 'auth0'
import { request, TenantError } from './tenant-error.js'

const call = { what: 'GET /guardian/policies', scopes: ['read:mfa_policies'] }

/** Policies that ask for MFA, such as `all-applications`. @throws TenantError */
export const readMfaPolicies = async (client: ManagementClient): Promise<string[]> => {
  const policies: unknown = await request(call, () => client.guardian.policies.list())
  if (!Array.isArray(policies)) throw new TenantError(`${call.what}: the answer is no list`)
  return policies
}
