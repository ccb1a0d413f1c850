import type { JWK } from '../core/jwe/generate.js'
import type { Runtime } from '../runtime/runtime.js'
import { keyFileFor } from './development/key-file.js'
import { type ActionsSource, loadActions } from './development/load-actions.js'
import { startTenant as startWithActions } from './start.js'
import type { Tenant } from './tenant.js'

export { type CookieJar, createCookieJar, login, refresh, userinfo } from './client/login.js'
export type { Seed } from './seed/schema.js'
export type { Tenant } from './tenant.js'

export interface StartOptions extends Omit<ActionsSource, 'keyFile' | 'keys'> {
  /** Default 0: a free port. */
  port?: number
  /** Default 0; false for no HTTPS. */
  httpsPort?: number | false
  /** What runs the Actions; default a worker thread. One that is handed in is not stopped with the tenant. */
  runtime?: Runtime
  /** Told of each write of the data file that failed; the tenant goes on, and logs it. */
  onSaveFailed?: (error: Error) => void
}

/** A tenant, and the private keys that open what its Actions release, where they run with development keys. */
export interface DevelopmentTenant extends Tenant {
  privateKeys: Record<string, JWK>
}

/**
 * Starts a local tenant with the Actions of a policy, for a test suite. Ports are free ones unless given; several tenants
 * can run side by side.
 *
 * @throws ERR_POLICY, ERR_BUILD; TypeError naming the path of what is wrong in the seed
 * @example
 * const tenant = await startTenant({ config: 'a0seal.config.ts' })
 * const { claims } = await login(tenant, { client_id: 'hr-web', persona: tenant.personas[0].user_id })
 * await tenant.stop()
 */
export const startTenant = async (options: StartOptions = {}): Promise<DevelopmentTenant> => {
  const { config, env, actions: directory, seed: given, data, environment, ...rest } = options
  const { actions, privateKeys, secrets, policy, policySource, seed } = await loadActions({
    config,
    env,
    actions: directory,
    seed: given,
    data,
    environment,
    ...(data !== undefined && { keyFile: keyFileFor({ data }) })
  })
  const tenant = await startWithActions({
    ...rest,
    actions,
    ...(policy && { policy }),
    ...(policySource && { policySource }),
    developmentKeys: { ...secrets, ...privateKeys },
    ...(seed && { seed }),
    ...(data && { data })
  })
  return { ...tenant, privateKeys }
}
