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

/** In the place of sending a call: sends it, or not, and may throw. @param number of the call, from 1 */
export type Around = (call: SeenCall, number: number, send: () => Promise<Response>) => Promise<Response>

const seenOf = (input: Parameters<typeof fetch>[0], { method = 'GET', body }: RequestInit = {}): SeenCall => {
  const { pathname, search } = new URL(String(input))
  return { method, path: pathname.replace('/api/v2', '') + search, body: String(body ?? '') }
}

/** The local tenant under the name of a real one: what is asked of `https://tenant.test` it answers over HTTP. */
export const fetchOf = (
  { issuer }: Pick<Tenant, 'issuer'>,
  around: Around = (_call, _number, send) => send()
) => {
  const calls: SeenCall[] = []
  const fetchTenant: typeof fetch = async (input, init) => {
    const call = seenOf(input, init)
    calls.push(call)
    return around(call, calls.length, () =>
      fetch(String(input).replace('https://tenant.test/', issuer), init)
    )
  }
  return { fetch: fetchTenant, calls, writes: () => calls.filter(({ method }) => method !== 'GET') }
}

/** What a fetch throws where nobody answers: no other try is made. */
export const noAnswer = (): never => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
}

/** Everything from one call on fails; of that one only the answer, where it is `done`. */
export const deathAt =
  (death: number, { isDone }: { isDone: boolean }): Around =>
  async (_call, number, send) => {
    if (number === death && isDone) await send()
    return number >= death ? noAnswer() : send()
  }

/** @param options.scopes default: all there are */
export const clientOf = async (
  tenant: Tenant,
  { scopes, clock, around }: { scopes?: readonly string[]; clock?: Clock; around?: Around } = {}
) => {
  const access = { domain: 'tenant.test', accessToken: await tokenFor(tenant, scopes?.join(' ')) }
  return createManagementClient(access, { fetch: fetchOf(tenant, around).fetch, ...(clock && { clock }) })
}
