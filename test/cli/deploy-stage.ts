import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Runtime } from '../../lib/runtime/runtime.js'
import type { BoundAction } from '../../lib/tenant/actions/read-folder.js'
import { login } from '../../lib/tenant/client/login.js'
import type { Seed } from '../../lib/tenant/seed/schema.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { jumpingClock } from '../admin/clock.js'
import { type BeforeCall, fetchOf } from '../admin/local-tenant.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'
import { callApi, tokenFor } from '../tenant/management/api.js'
import { type InProcess, runCli } from './run.js'

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

export const oldKeys = keySetText(secretJWK(1))
export const addedKeys = keySetText(secretJWK(1), secretJWK(2))
export const promotedKeys = keySetText(secretJWK(2), secretJWK(1))

export interface RunOptions extends InProcess {
  /** In the environment, as A0SEAL_KEYS. */
  keys?: string
  env?: Record<string, string>
  /** Sees each request before the tenant does. */
  before?: BeforeCall
  withoutConfig?: boolean
}

export interface StageOptions {
  runtime: Runtime
  folder: string
  policy?: string
  actions?: BoundAction[]
  seed?: Seed
}

/** A tenant, a policy's file, and `a0seal` between them, in this process. */
export const startStage = async (options: StageOptions) => {
  const { runtime, folder, policy = policyText(), actions = theirs } = options
  const tenant: Tenant = await startTenant({ seed: options.seed ?? seed, actions, runtime, httpsPort: false })
  onTestFinished(() => tenant.stop())
  const config = join(folder, 'a0seal.config.ts')
  const write = (text: string) => writeFile(config, text)
  await write(policy)
  const token = await tokenFor(tenant)
  const env = { AUTH0_DOMAIN: 'tenant.test', AUTH0_ACCESS_TOKEN: token }
  const get = async (path: string) => (await callApi(tenant, path, { token })).body

  return {
    tenant,
    config,
    write,
    /** Runs `a0seal` with these keys in the environment; `before` sees each request. */
    async run(
      args: readonly string[],
      { keys = oldKeys, env: more = {}, before, withoutConfig = false, ...rest }: RunOptions = {}
    ) {
      const { fetch, calls, writes } = fetchOf(tenant, before)
      const all = withoutConfig ? args : [...args, '--config', config]
      const done = await runCli(
        all,
        { ...env, A0SEAL_KEYS: keys, ...more },
        { fetch, clock: jumpingClock(), ...rest }
      )
      return { ...done, calls, writes: writes().filter(({ path }) => path !== '/oauth/token') }
    },
    /** Names of the Actions bound to a trigger, in their order. */
    async bound(trigger = 'post-login'): Promise<{ id: string; name: string; display_name: string }[]> {
      const { bindings } = await get(`actions/triggers/${trigger}/bindings?per_page=50`)
      return bindings.map((one: { id: string; display_name: string; action: { name: string } }) => ({
        id: one.id,
        name: one.action.name,
        display_name: one.display_name
      }))
    },
    /** The Actions as the API shows them. */
    async actions(): Promise<ReturnType<typeof JSON.parse>[]> {
      return (await get('actions/actions?per_page=50')).actions
    },
    async denyList(connection: string): Promise<string[] | undefined> {
      return (await get(`connections/${connection}`)).options.non_persistent_attrs
    },
    patchUser: (id: string, body: object) =>
      callApi(tenant, `users/${encodeURIComponent(id)}`, { method: 'PATCH', token, body }),
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

export type Stage = Awaited<ReturnType<typeof startStage>>
