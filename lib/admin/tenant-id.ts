import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { A0sealError } from '../core/errors.js'
import { badAnswer, checked } from './answer/shape.js'
import { request } from './tenant-error.js'

const call = { what: 'GET /clients', scopes: ['read:clients'] }
const seenPage = z.object({ clients: z.array(z.object({ tenant: z.string().nullish() })) })

/**
 * The tenant's id: `event.tenant.id` in an Action, and never a domain, which can change. Every application says it.
 *
 * @throws TenantError
 */
export const readTenantId = async (client: ManagementClient): Promise<string> => {
  const page = await request(call, () => client.clients.list({ page: 0, per_page: 1 }))
  const [application] = checked(call, seenPage, page.response).clients
  if (application?.tenant) return application.tenant
  throw badAnswer(call, 'no application says which tenant this is')
}

/** @throws ERR_USAGE where the policy is for another tenant */
export const assertTenant = ({ tenant }: { tenant?: string }, id: string): void => {
  if (tenant === undefined || tenant === id) return
  throw new A0sealError(
    'ERR_USAGE',
    `the policy is for the tenant ${tenant}, and AUTH0_DOMAIN is of another: set it, or --env, to the one that is meant`
  )
}
