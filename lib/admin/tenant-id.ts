import type { ManagementClient } from 'auth0'
import { A0sealError } from '../core/errors.js'
import { request, TenantError } from './tenant-error.js'

const call = { what: 'GET /clients', scopes: ['read:clients'] }

/**
 * The tenant's id: `event.tenant.id` in an Action, and never a domain, which can change. Every application says it.
 *
 * @throws TenantError
 */
export const readTenantId = async (client: ManagementClient): Promise<string> => {
  const page = await request(call, () => client.clients.list({ page: 0, per_page: 1 }))
  const tenant: unknown = (page.data[0] as { tenant?: unknown } | undefined)?.tenant
  if (typeof tenant === 'string' && tenant !== '') return tenant
  throw new TenantError(`${call.what}: no application says which tenant this is`)
}

/** @throws ERR_USAGE where the policy is for another tenant */
export const assertTenant = ({ tenant }: { tenant?: string }, id: string): void => {
  if (tenant === undefined || tenant === id) return
  throw new A0sealError(
    'ERR_USAGE',
    `the policy is for the tenant ${tenant}, and AUTH0_DOMAIN is of another: set it, or --env, to the one that is meant`
  )
}
