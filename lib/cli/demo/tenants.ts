import type { DeployedAction } from '../../local/runtime/types.js'
import { builtInSeed } from '../../local/tenant/seed.js'
import { startTenant, type Tenant } from '../../local/tenant/start.js'

export const namespace = 'https://acme.example/'
/** What the identity provider sends that must not be stored. */
export const sensitive = ['gender', 'ethnicity', 'https://acme.com/temporary_idtoken'] as const

/** What people do without a0seal: put the attributes into the ID token as they are. */
const plainClaims: DeployedAction = {
  name: 'plain-claims',
  secrets: {},
  code: `exports.onExecutePostLogin = async (event, api) => {
    for (const name of ['gender', 'ethnicity']) {
      if (event.user[name] !== undefined) api.idToken.setCustomClaim('${namespace}' + name, event.user[name])
    }
  }`
}

/** An Action of the customer's own that interrupts the login: the Actions behind it see the profile as it is stored. */
const challenge: DeployedAction = {
  name: 'challenge',
  secrets: {},
  code: `exports.onExecutePostLogin = async (event, api) => api.authentication.challengeWith({ type: 'otp' })`
}

/** The tenants the demo compares. Each is stopped by `stop`. */
export interface DemoTenants {
  sealed: Tenant
  sealedWithChallenge: Tenant
  denyListOnly: Tenant
  denyListOnlyWithChallenge: Tenant
  neither: Tenant
  stop(): Promise<void>
}

export const startDemoTenants = async (actions: readonly DeployedAction[]): Promise<DemoTenants> => {
  const [seal, ...others] = actions
  const withoutDenyList = {
    connections: builtInSeed.connections.map(connection => ({ ...connection, options: {} }))
  }
  const started: Tenant[] = []
  const start = async (bound: readonly (DeployedAction | undefined)[], seed = {}): Promise<Tenant> => {
    const tenant = await startTenant({
      actions: bound.filter(action => action !== undefined),
      seed,
      httpsPort: false
    })
    started.push(tenant)
    return tenant
  }
  const stop = async () => {
    await Promise.all(started.map(tenant => tenant.stop()))
  }
  try {
    return {
      sealed: await start(actions),
      sealedWithChallenge: await start([seal, challenge, ...others]),
      denyListOnly: await start([plainClaims]),
      denyListOnlyWithChallenge: await start([challenge, plainClaims]),
      neither: await start([plainClaims], withoutDenyList),
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}
