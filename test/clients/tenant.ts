import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll } from 'vitest'
import { trustAuthority } from '../../lib/runtime/thread/trust.js'
import { startTenant, type Tenant, type TenantOptions } from '../../lib/tenant/start.js'
import { action, ada } from '../tenant/action.js'

export const hobbyClaim = 'https://acme.example/hobby'

/** What Auth0 calls the domain of a tenant. Its clients put `https://` before it. */
export const domainOf = ({ httpsIssuer = '' }: Tenant): string => new URL(httpsIssuer).host

export const secretOf = ({ clients }: Tenant, clientId: string): string =>
  clients.find(({ client_id }) => client_id === clientId)?.client_secret ?? ''

/** What every application should see of the persona. */
export const claimsOfAda = { sub: ada, email: 'ada@acme.example', [hobbyClaim]: 'climbing' }

/** One tenant for the tests of a file, whose HTTPS side this process trusts as NODE_EXTRA_CA_CERTS would make it. */
export const runTenant = (options: TenantOptions = {}): (() => Tenant) => {
  let tenant: Tenant | undefined
  beforeAll(async () => {
    const hobby = `api.idToken.setCustomClaim('${hobbyClaim}', event.user.user_metadata.hobby)`
    tenant = await startTenant({ actions: [action('hobby', hobby)], ...options })
    trustAuthority(await readFile(tenant.caFile ?? '', 'utf8'))
  })
  afterAll(() => tenant?.stop())
  return () => {
    if (!tenant) throw new Error('the tenant has not started')
    return tenant
  }
}
