import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { A0sealError } from '../core/errors.js'
import type { Policy } from '../core/policy/types.js'
import type { Runtime } from '../runtime/runtime.js'
import { createRuntime } from '../runtime/thread/pool.js'
import { assertDeployable, type BoundAction } from './actions/read-folder.js'
import { replaceActions } from './actions/seed.js'
import { createHandle } from './handle.js'
import type { InspectedLogin } from './inspector/login.js'
import { createRecorder, type Recorder } from './inspector/recorder.js'
import { createTokenStore, type TokenStore } from './oidc/adapter.js'
import { createApis } from './oidc/apis.js'
import { cookieNames, type Issuer } from './oidc/issuer.js'
import { logProvider } from './oidc/log-events.js'
import { createProvider, ttl } from './oidc/provider.js'
import { createPendingClaims } from './oidc/tokens/tokens.js'
import { createVerifier } from './oidc/tokens/verify.js'
import { resolveSeed } from './seed/resolve.js'
import type { Seed } from './seed/schema.js'
import { type Certificate, createCertificate } from './server/certificate.js'
import { createListener } from './server/listener.js'
import { readData } from './store/data-file.js'
import type { Execution } from './store/log.js'
import { namesOfSeed } from './store/seeded.js'
import { type SigningKey, signingKey } from './store/signing-key.js'
import type { TenantData } from './store/tenant-data.js'
import { createTenantSaver } from './store/tenant-saver.js'
import { createTenantStore, keptOf, type TenantStore } from './store/tenant-store.js'
import type { Tenant } from './tenant.js'
import type { PostLoginRun } from './triggers/post-login.js'
import { createTriggers, type Triggers } from './triggers/triggers.js'

export interface TenantOptions {
  /** Bound in this order, each to its trigger or else to post-login. */
  actions?: readonly BoundAction[]
  /** The one they were built of: what the inspector explains logins by. */
  policy?: Policy
  /** Where that policy is, for a login as a test: relative to the root of the project. */
  policySource?: { config?: string; env?: string }
  /** Keys made for this tenant, by the name of their secret, private halves too: the inspector's page may ask for them. */
  developmentKeys?: Readonly<Record<string, unknown>>
  /** What it leaves out comes from the built-in seed. */
  seed?: Seed
  /** Default 0: a free port. */
  port?: number
  /** Default 0; false for no HTTPS. */
  httpsPort?: number | false
  /** What runs the Actions; default a worker thread. One that is handed in is not stopped with the tenant. */
  runtime?: Runtime
  /**
   * File the tenant is kept in, for the next start: users, bindings, sessions, tokens and whatever the Management API
   * changed, from a few hundredths of a second after each change. One tenant at a time. Default: it is gone with `stop`.
   */
  data?: string
  /** Told of each write of the data file that failed; the tenant goes on, and logs it. */
  onSaveFailed?: (error: Error) => void
  /** Hears of each run of post-login, when it begins and when it is over, and takes no part in it: `login` is what the inspector shows. */
  onRun?: (run: PostLoginRun, login: InspectedLogin) => void
  /** Hears of each run of another trigger, once it is over. */
  onExecution?: (execution: Execution) => void
}

// Where it is started is where its type is looked for.
export type { Tenant } from './tenant.js'

const listen = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  server.removeAllListeners('error')
  return (server.address() as AddressInfo).port
}

const close = async (server: Server): Promise<void> => {
  if (!server.listening) return
  const closed = new Promise(resolve => server.close(resolve))
  server.closeAllConnections()
  await closed
}

interface IssuersOptions {
  store: TenantStore
  triggers: Triggers
  recorder: Recorder
  key: SigningKey
  cookieKey: string
  kept: TenantData['stores'] | undefined
}

/** The issuers of a tenant, one for each scheme it listens on. */
const createIssuers = (
  sides: readonly { url: string; port: number; scheme: string }[],
  { store, triggers, recorder, key, cookieKey, kept }: IssuersOptions
): Issuer[] => {
  const verify = createVerifier(key)
  const allTokens: TokenStore[] = []
  return sides.map(({ url, port, scheme }) => {
    const tokens = createTokenStore(clientId => store.clients.get(clientId), kept?.[scheme])
    allTokens.push(tokens)
    const apis = createApis({
      apis: store.apis,
      authorization: store.resources,
      issuer: url,
      ports: sides.map(side => side.port)
    })
    const pending = createPendingClaims({ now: store.now, ttlSeconds: ttl.AuthorizationCode })
    const context = { store, triggers, apis, tokens, pending }
    const provider = createProvider(context, { issuer: url, port, key, cookieKey })
    logProvider(provider, store.log)
    recorder.watch(provider)
    const allUrls = sides.map(side => side.url)
    return { ...context, url, scheme, allUrls, allTokens, provider, key, cookies: cookieNames(port), verify }
  })
}

/**
 * Starts an Auth0 tenant on this machine's loopback: OpenID Connect, a login page, the Actions after each login, and
 * the Management API. Everything is in memory, and gone with `stop` unless there is a data file.
 *
 * @throws TypeError for a bad seed or an Action Auth0 would not deploy
 * @throws ERR_USAGE where NODE_ENV is `production`: its logins need no proof of anything
 */
export const startTenant = async ({
  actions = [],
  policy,
  policySource = {},
  developmentKeys = {},
  seed,
  port = 0,
  httpsPort = 0,
  runtime: given,
  data: file,
  onSaveFailed,
  onRun,
  onExecution = () => {}
}: TenantOptions = {}): Promise<Tenant> => {
  if (process.env.NODE_ENV === 'production')
    throw new A0sealError(
      'ERR_USAGE',
      'the local tenant does not run in production: NODE_ENV must be something else'
    )
  const resolved = resolveSeed(seed)
  assertDeployable(actions)
  const kept = file === undefined ? undefined : await readData(file, resolved.tenant)
  const keyReady = kept ? Promise.resolve(kept.key) : signingKey()
  const cookieKey = kept?.cookieKey ?? randomBytes(32).toString('base64url')

  const cleanups: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  }

  try {
    let certificate: Certificate | undefined
    const http = createServer()
    cleanups.push(() => close(http))
    const servers = [{ server: http, scheme: 'http', port: await listen(http, port) }]
    if (httpsPort !== false) {
      certificate = await createCertificate()
      cleanups.push(certificate.remove)
      const https = createTlsServer({ key: certificate.key, cert: certificate.cert })
      cleanups.push(() => close(https))
      servers.push({ server: https, scheme: 'https', port: await listen(https, httpsPort) })
    }

    const runtime = given ?? createRuntime({ ca: certificate?.ca })
    // Stopped after the servers, which may still be waiting for Actions.
    if (!given) cleanups.unshift(() => runtime.stop())
    const store = createTenantStore(resolved, { actions, kept })
    const recorder = createRecorder(store)
    recorder.explainBy(policy)
    const triggers = createTriggers({
      store,
      runtime,
      onRun(run) {
        const login = recorder.onRun(run)
        onRun?.(run, login)
      },
      onExecution
    })
    const sides = servers.map(({ scheme, port }) => ({ url: `${scheme}://localhost:${port}/`, port, scheme }))
    const key = await keyReady
    const issuers = createIssuers(sides, {
      store,
      triggers,
      recorder,
      key,
      cookieKey,
      kept: kept?.stores
    })
    let bound = actions
    const seeded = new Set([...(kept?.seeded ?? []), ...namesOfSeed(resolved, actions)])
    const read = (): TenantData => ({
      seeded: [...seeded],
      key,
      cookieKey,
      ...keptOf(store),
      // A side that is not served this time keeps what it had.
      stores: {
        ...kept?.stores,
        ...Object.fromEntries(issuers.map(({ scheme, tokens }) => [scheme, tokens.save()]))
      }
    })
    const saver = file === undefined ? undefined : createTenantSaver(file, { store, read, onSaveFailed })
    // Run last, when no request and no Action is left that could change anything.
    if (saver) cleanups.unshift(() => saver.close())
    for (const [index, issuer] of issuers.entries()) {
      servers[index]?.server.on(
        'request',
        createListener(issuer, { logins: recorder.logins, developmentKeys, policySource })
      )
      if (saver)
        servers[index]?.server.on('request', (_request, response) => response.once('close', saver.changed))
    }

    const [first, second] = issuers
    return {
      issuer: first?.url ?? '',
      inspector: `${first?.url}inspector`,
      ...(second && { httpsIssuer: second.url }),
      ...(certificate && { caFile: certificate.caFile }),
      ...createHandle(store, issuers),
      replaceActions(next, nextPolicy) {
        assertDeployable(next)
        const before = new Set(bound.map(({ name }) => name))
        replaceActions(store.actions, next, { before, now: store.now() })
        for (const name of namesOfSeed(resolved, next)) seeded.add(name)
        bound = next
        if (nextPolicy) recorder.explainBy(nextPolicy)
        saver?.changed()
      },
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}
