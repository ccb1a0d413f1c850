// Checked by tsc alone: every line compiles, and what must not compile says so.

import {
  createCookieJar,
  login,
  refresh,
  type Seed,
  startTenant,
  type Tenant,
  userinfo
} from '../../lib/tenant/index.js'

const tenant = await startTenant({ config: 'a0seal.config.ts', env: 'dev', port: 0, httpsPort: false })
export const asTenant: Tenant = tenant
export const privateKeys: Record<string, object> = tenant.privateKeys

const jar = createCookieJar()
const [persona] = tenant.personas
const { claims, tokens } = await login(tenant, { client_id: 'hr-web', persona: persona?.user_id ?? '', jar })
export const sub: string | undefined = claims?.sub
export const idToken: string | undefined = tokens?.id_token
// @ts-expect-error for which application?
await login(tenant, { persona: 'idp|1' })
// @ts-expect-error no such option
await startTenant({ polcy: 'a0seal.config.ts' })

export const seed: Seed = { tenant: 'acme', settings: { mfa: 'policy' } }
// @ts-expect-error no such mode
export const wrong: Seed = { settings: { mfa: 'sometimes' } }

export const again: typeof refresh = refresh
export const answer: typeof userinfo = userinfo
await tenant.stop()
