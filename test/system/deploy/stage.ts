import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Wanted } from '../../../lib/admin/deploy/wanted.js'
import { build } from '../../../lib/builder/build.js'
import { loadPolicy } from '../../../lib/builder/policy-file.js'
import { readDist } from '../../../lib/builder/read-dist.js'
import { wantedOf } from '../../../lib/cli/deploy/wanted.js'
import type { Runtime } from '../../../lib/runtime/runtime.js'
import type { BoundAction } from '../../../lib/tenant/actions/read-folder.js'
import { login } from '../../../lib/tenant/client/login.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { jumpingClock } from '../../admin/clock.js'
import { type Around, fetchOf } from '../../admin/local-tenant.js'
import { type InProcess, runCli } from '../../cli/run.js'
import { createFolders } from '../../fixtures/folder.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'
import { type CallOptions, callApi, tokenFor } from '../../tenant/management/api.js'
import { useRuntime } from '../../tenant/setup.js'

export const theirSecret = 'TEST-SECRET of somebody else'
export const ann = 'oidc|acme-idp|ann'

const action = (name: string, body: string, secrets: Record<string, string> = {}): BoundAction => ({
  name,
  secrets,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} }`
})

/** Three Actions of somebody else, bound in three places: one with a secret that nobody else knows, one that may challenge. */
export const theirs: BoundAction[] = [
  action(
    'their-enrich',
    "api.idToken.setCustomClaim('https://their.test/plan', event.secrets.THEIR_KEY ? 'paid' : 'lost')",
    {
      THEIR_KEY: theirSecret
    }
  ),
  action(
    'their-mfa',
    "if (event.transaction.acr_values.includes('mfa')) api.authentication.challengeWith({ type: 'otp' })"
  ),
  action('their-audit', "api.idToken.setCustomClaim('https://their.test/audited', true)")
]

const clearRelease = `
    { slot: 'demographics', attributes: ['gender'], to: 'id_token', applications: ['hr-web'], form: 'clear', storedInClear: true }`

interface PolicyParts {
  attributes?: string
  slots?: string
  release?: string
  tenant?: string
  copy?: string
  order?: string
}

/** A policy whose order puts two of theirs between ours. */
export const policyText = ({
  attributes = "'gender'",
  slots = `demographics: { attributes: [${attributes}] }`,
  release = clearRelease,
  tenant = 'acme-dev',
  copy = "hobby: 'string'",
  order = `'seal-attributes', { deployed: 'their-enrich' }, ${copy && "'copy-user-metadata', "}{ deployed: 'their-mfa' }, 'release-attributes'`
}: PolicyParts = {}): string => `
import { definePolicy } from 'a0seal'
export default definePolicy({
  tenant: '${tenant}',
  namespace: 'https://acme.example/',
  slots: { ${slots} },
  applications: { 'hr-web': { client_id: 'hr-web' } },
  release: [${release}],
  copy: { ${copy} },
  triggers: { 'post-login': [${order}] }
})`

export const seed: Seed = {
  settings: { actionBuildMs: 0 },
  connections: [
    { id: 'con_1', name: 'acme-idp', strategy: 'oidc', options: { non_persistent_attrs: ['gender'] } }
  ],
  personas: [
    {
      connection: 'acme-idp',
      profile: { user_id: ann, email: 'ann@acme.test', gender: 'gender-canary' },
      user_metadata: { hobby: 'chess' }
    }
  ]
}

/** Where the policy puts ours among theirs. */
export const wantedOrder = [
  'seal-attributes',
  'their-enrich',
  'copy-user-metadata',
  'their-mfa',
  'their-audit',
  'release-attributes'
]
export const yes = ['deploy', '--yes']

export const oldKeys = keySetText(secretJWK(1))
export const addedKeys = keySetText(secretJWK(1), secretJWK(2))
export const promotedKeys = keySetText(secretJWK(2), secretJWK(1))

export interface RunOptions extends InProcess {
  /** In the environment, as A0SEAL_KEYS. */
  keys?: string
  env?: Record<string, string>
  /** Stands between `a0seal` and the tenant. */
  around?: Around
  /** Deploys what it builds itself, and not what was built for these tests. */
  isFresh?: boolean
  withoutConfig?: boolean
}

export interface StageOptions {
  policy?: string
  actions?: BoundAction[]
  seed?: Seed
}

/** What is built of each policy is built once for the tests of a file. */
const createDists = (emptyFolder: () => Promise<string>) => {
  const built = new Map<string, Promise<string>>()
  const buildOnce = async (config: string): Promise<string> => {
    const out = join(await emptyFolder(), 'dist')
    await build({ config, out })
    return out
  }
  return async (config: string): Promise<string> => {
    const text = await readFile(config, 'utf8')
    const dist = built.get(text) ?? buildOnce(config)
    built.set(text, dist)
    return dist
  }
}

interface Surroundings {
  runtime: Runtime
  emptyFolder(): Promise<string>
  distOf(config: string): Promise<string>
}

/** Stages for the tests of a file, which share a runtime and what is built. */
export const useStages = () => {
  const runtime = useRuntime()
  const emptyFolder = createFolders()
  const surroundings = { runtime, emptyFolder, distOf: createDists(emptyFolder) }
  return (options: StageOptions = {}) => startStage(options, surroundings)
}

/** A tenant, a policy's file, and `a0seal` between them, in this process. */
const startStage = async (
  { policy = policyText(), actions = theirs, seed: given = seed }: StageOptions,
  { runtime, emptyFolder, distOf }: Surroundings
) => {
  const tenant: Tenant = await startTenant({ seed: given, actions, runtime, httpsPort: false })
  onTestFinished(() => tenant.stop())
  const folder = await emptyFolder()
  const config = join(folder, 'a0seal.config.ts')
  const write = (text: string) => writeFile(config, text)
  await write(policy)
  const token = await tokenFor(tenant)
  const env = { AUTH0_DOMAIN: 'tenant.test', AUTH0_ACCESS_TOKEN: token }
  const call = async (path: string, options: Omit<CallOptions, 'token'> = {}) =>
    (await callApi(tenant, path, { token, ...options })).body
  const bound = async (): Promise<{ id: string; name: string; display_name: string }[]> => {
    const { bindings } = await call('actions/triggers/post-login/bindings?per_page=50')
    return bindings.map((one: { id: string; display_name: string; action: { name: string } }) => ({
      id: one.id,
      name: one.action.name,
      display_name: one.display_name
    }))
  }

  return {
    tenant,
    token,
    folder,
    config,
    /** Puts another text into the policy's file. */
    write,
    /** One call of the Management API, past `a0seal`. */
    call,
    distOf: () => distOf(config),
    /** What `a0seal deploy` would want of the tenant with these keys, without the command around it. */
    async wanted(keys: string): Promise<Wanted> {
      const loaded = await loadPolicy({ config })
      const kids = { A0SEAL_KEYS: JSON.parse(keys).keys.map(({ kid }: { kid: string }) => kid) }
      return wantedOf(await readDist(await distOf(config), loaded), loaded.policy, kids)
    },
    /** Runs `a0seal` with these keys in the environment. */
    async run(
      args: readonly string[],
      {
        keys = oldKeys,
        env: more = {},
        around,
        withoutConfig = false,
        isFresh = false,
        ...rest
      }: RunOptions = {}
    ) {
      const { fetch, calls, writes } = fetchOf(tenant, around)
      const needsDist = args[0] === 'deploy' && !isFresh && !args.includes('--rollback')
      const all = [
        ...args,
        ...(withoutConfig ? [] : ['--config', config]),
        ...(needsDist ? ['--dist', await distOf(config)] : [])
      ]
      const done = await runCli(
        all,
        { ...env, A0SEAL_KEYS: keys, ...more },
        { fetch, clock: jumpingClock(), ...rest }
      )
      return { ...done, calls, writes: writes().filter(({ path }) => path !== '/oauth/token') }
    },
    bound,
    /** Names of the Actions bound to post-login, in their order. */
    names: async (): Promise<string[]> => (await bound()).map(({ name }) => name),
    /** The Actions as the API shows them. */
    async actions(): Promise<ReturnType<typeof JSON.parse>[]> {
      return (await call('actions/actions?per_page=50')).actions
    },
    async denyList(connection: string): Promise<string[] | undefined> {
      return (await call(`connections/${connection}`)).options.non_persistent_attrs
    },
    patchUser: (id: string, body: object) =>
      call(`users/${encodeURIComponent(id)}`, { method: 'PATCH', body }),
    login: (parameters?: Record<string, string>) =>
      login(tenant, { client_id: 'hr-web', persona: ann, ...(parameters && { parameters }) }),
    /** Names of the Actions that ran in the last login. */
    lastRun: () =>
      tenant
        .executions()
        .at(-1)
        ?.actions.map(({ name }) => name)
  }
}

export type Stage = Awaited<ReturnType<ReturnType<typeof useStages>>>
