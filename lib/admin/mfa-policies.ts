import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { read } from './answer/shape.js'

const call = { what: 'GET /guardian/policies', scopes: ['read:mfa_policies'] }

/** Policies that ask for MFA, such as `all-applications`. @throws TenantError */
export const readMfaPolicies = (client: ManagementClient): Promise<string[]> =>
  read(call, z.array(z.string()), () => client.guardian.policies.list())
