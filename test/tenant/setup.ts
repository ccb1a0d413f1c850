import { afterEach } from 'vitest'
import type { TriggerId } from '../../lib/runtime/code/handlers.js'
import type { Runtime } from '../../lib/runtime/runtime.js'
import { createRuntime } from '../../lib/runtime/thread/pool.js'
import type { BoundAction } from '../../lib/tenant/actions/read-folder.js'
import { startTenant, type Tenant, type TenantOptions } from '../../lib/tenant/start.js'

let shared: Runtime | undefined

/**
 * One runtime for all test files of a process, since a thread takes longer to start than a tenant. It ends with the process. A test
 * of what lasts as long as a thread makes one of its own.
 */
export const useRuntime = (): Runtime => {
  shared ??= createRuntime()
  return shared
}

/**
 * Starts tenants over HTTP and stops them after each test of the file that calls this. They share one runtime: a test
 * about threads or the cache hands in its own.
 */
export const useTenants = () => {
  const runtime = useRuntime()
  const tenants: Tenant[] = []
  afterEach(async () => {
    await Promise.all(tenants.splice(0).map(tenant => tenant.stop()))
  })
  return async (options: TenantOptions = {}): Promise<Tenant> => {
    const tenant = await startTenant({ httpsPort: false, runtime, ...options })
    tenants.push(tenant)
    return tenant
  }
}

/** An Action with this body of its handler, bound to a trigger. */
export const bound = (trigger: TriggerId, handler: string, body: string): BoundAction => ({
  name: `${trigger} ${handler}`,
  secrets: {},
  code: `exports.${handler} = async (event, api) => { ${body} }`,
  trigger
})

/** A form or, as an object, JSON sent to the tenant. */
export const post = (tenant: Tenant, path: string, body: object | URLSearchParams): Promise<Response> =>
  fetch(`${tenant.issuer}${path}`, {
    method: 'POST',
    ...(body instanceof URLSearchParams
      ? { body }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  })

export const jsonOf = async (response: Response) => (await response.json()) as Record<string, unknown>

export const secretOf = ({ clients }: Tenant, clientId: string): string =>
  clients.find(({ client_id }) => client_id === clientId)?.client_secret ?? ''
