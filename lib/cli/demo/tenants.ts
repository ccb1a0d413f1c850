import type { DeployedAction } from '../../runtime/types.js'
import { builtInSeed } from '../../tenant/seed/built-in.js'
import { startTenant, type Tenant } from '../../tenant/start.js'

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

/** Where the customer's own Action sends the browser; the demo's browser comes straight back from there. */
const consentPage = 'https://consent.acme.example/'

/** An Action of the customer's own that interrupts the login: the Actions behind it see the profile as it is stored. */
const challenge: DeployedAction = {
  name: 'challenge',
  secrets: {},
  code: `exports.onExecutePostLogin = async (event, api) => api.authentication.challengeWith({ type: 'otp' })`
}

/** Another that sends the browser to a page of the customer's, and goes on when it comes back. */
const redirect: DeployedAction = {
  name: 'redirect',
  secrets: {},
  code: `exports.onExecutePostLogin = async (event, api) => {
      if (api.redirect.canRedirect()) api.redirect.sendUserTo('${consentPage}')
    }
    exports.onContinuePostLogin = async () => {}`
}

/** The same Actions in three tenants: nothing between them, a challenge, a redirect. */
export interface DemoTenants {
  plain: Tenant
  challenged: Tenant
  redirected: Tenant
}

/** What the demo compares. */
export interface Demo {
  sealed: DemoTenants
  denyListOnly: DemoTenants
  neither: Tenant
  stop(): Promise<void>
}

export const startDemo = async (actions: readonly DeployedAction[]): Promise<Demo> => {
  const withoutDenyList = {
    connections: builtInSeed.connections.map(connection => ({ ...connection, options: {} }))
  }
  const started: Tenant[] = []
  const start = async (bound: readonly DeployedAction[], seed = {}): Promise<Tenant> => {
    const tenant = await startTenant({ actions: bound, seed, httpsPort: false })
    started.push(tenant)
    return tenant
  }
  /** Sealing comes before what interrupts the login, all that sets claims behind it. */
  const startAll = async (
    before: readonly DeployedAction[],
    behind: readonly DeployedAction[]
  ): Promise<DemoTenants> => ({
    plain: await start([...before, ...behind]),
    challenged: await start([...before, challenge, ...behind]),
    redirected: await start([...before, redirect, ...behind])
  })
  const stop = async () => {
    await Promise.all(started.map(tenant => tenant.stop()))
  }
  try {
    return {
      sealed: await startAll(actions.slice(0, 1), actions.slice(1)),
      denyListOnly: await startAll([], [plainClaims]),
      neither: await start([plainClaims], withoutDenyList),
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}
