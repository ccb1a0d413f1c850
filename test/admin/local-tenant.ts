import { createManagementClient } from '../../lib/admin/client.js'
import type { Clock } from '../../lib/admin/clock.js'
import type { Tenant } from '../../lib/tenant/start.js'
import { tokenFor } from '../tenant/management/api.js'

export interface SeenCall {
  method: string
  /** Below `/api/v2`. */
  path: string
  body: string
}

/** Runs before a call is sent; may throw, or answer in the tenant's place. */
export type BeforeCall = (
  call: SeenCall,
  number: number
) => Response | Promise<Response | undefined> | undefined

const seenOf = (input: Parameters<typeof fetch>[0], { method = 'GET', body }: RequestInit = {}): SeenCall => {
  const { pathname, search } = new URL(String(input))
  return { method, path: pathname.replace('/api/v2', '') + search, body: String(body ?? '') }
}

/** The local tenant under the name of a real one: what is asked of `https://tenant.test` it answers over HTTP. */
export const fetchOf = ({ issuer }: Pick<Tenant, 'issuer'>, before?: BeforeCall) => {
  const calls: SeenCall[] = []
  const fetchTenant: typeof fetch = async (input, init) => {
    const call = seenOf(input, init)
    calls.push(call)
    const answer = await before?.(call, calls.length)
    return answer ?? fetch(String(input).replace('https://tenant.test/', issuer), init)
  }
  return { fetch: fetchTenant, calls, writes: () => calls.filter(({ method }) => method !== 'GET') }
}

/** @param options.scopes default: all there are */
export const clientOf = async (
  tenant: Tenant,
  { scopes, clock, before }: { scopes?: readonly string[]; clock?: Clock; before?: BeforeCall } = {}
) => {
  const access = { domain: 'tenant.test', accessToken: await tokenFor(tenant, scopes?.join(' ')) }
  return createManagementClient(access, { fetch: fetchOf(tenant, before).fetch, ...(clock && { clock }) })
}
