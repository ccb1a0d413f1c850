// A login test of a user.

import { login, startTenant, type Tenant } from 'a0seal/tenant'
import { runAction } from 'a0seal/testing'

export const runs = runAction
const tenant: Tenant = await startTenant({ config: 'a0seal.config.ts' })
const { claims } = await login(tenant, { client_id: 'hr-web', persona: tenant.personas[0]?.user_id ?? '' })
export const hobby: unknown = claims?.['https://acme.example/hobby']
await tenant.stop()
