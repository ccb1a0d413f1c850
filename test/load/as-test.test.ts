import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSealer } from '../../lib/index.js'
import { createCookieJar, login, visit } from '../../lib/tenant/client/login.js'
import { type LoadedPolicy, loadActions } from '../../lib/tenant/development/load-actions.js'
import type { Tenant } from '../../lib/tenant/index.js'
import { developmentCode } from '../../lib/tenant/triggers/challenge.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'
import { ada } from '../tenant/action.js'
import { type Scenario, scenarios } from '../tenant/inspector/scenarios.js'
import { useTenants } from '../tenant/setup.js'

const hr = { client_id: 'hr-web', persona: ada }

/** A login as the form of the inspector tries it: all pages it passes are the tenant's own. */
const tried =
  (detour: string) =>
  async ({ inspector }: Tenant): Promise<void> => {
    const jar = createCookieJar()
    let url = new URL(`${inspector}/try`)
    url.search = new URLSearchParams({ client: 'hr-web', persona: ada, prompt: 'login', detour }).toString()
    let init: RequestInit = {}
    while (url.pathname !== '/inspector') {
      const location = (await visit(jar, url, init)).headers.get('location')
      const state = url.searchParams.get('state') ?? ''
      const fields = { state, connection: 'acme-idp', persona: ada, code: developmentCode }
      init = {}
      if (location !== null) url = new URL(location, url)
      else if (url.pathname === '/inspector/away') url = new URL(`/continue?state=${state}`, url)
      else init = { method: 'POST', body: new URLSearchParams(fields) }
    }
  }

/** A value that no key of the tenant opens. */
const lost = createSealer(keySetText(secretJWK(9)), { tenant: 'acme-dev' }).seal(
  { gender: 'long-ago' },
  { user: ada, slot: 'demographics' }
)

/** Besides what the pictures of `scenarios` show. */
const others: Scenario[] = [
  { name: 'a try', run: tried(''), says: {} },
  { name: 'a try with a challenge', run: tried('challenge'), says: {} },
  { name: 'a try with a redirect', run: tried('redirect'), says: {} },
  {
    name: 'a key of another mode',
    options: ({ actions, secrets }) => ({
      actions: actions.map(action => ({
        ...action,
        secrets: { ...action.secrets, A0SEAL_KEYS: secrets.A0SEAL_HR_WEB_KEY ?? '' }
      }))
    }),
    run: tenant => login(tenant, hr),
    says: {}
  },
  {
    name: 'a value whose key is gone',
    options: ({ seed }) => ({
      seed: {
        ...seed,
        personas: (seed?.personas ?? []).map(persona => ({
          ...persona,
          app_metadata: { sealed_demographics: lost }
        }))
      }
    }),
    run: tenant => login(tenant, hr),
    says: {}
  },
  {
    name: 'keys of one’s own',
    options: () => ({ developmentKeys: {} }),
    async run(tenant) {
      const { jar } = await login(tenant, hr)
      await login(tenant, { ...hr, jar })
    },
    says: {}
  }
]

const policy = fileURLToPath(new URL('../fixtures/policies/picture.policy.ts', import.meta.url))
const startTenant = useTenants()
let folder: string
let loaded: LoadedPolicy
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a0seal-as-test-'))
  const config = join(folder, 'a0seal.config.ts')
  await copyFile(policy, config)
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await mkdir(join(folder, 'node_modules'))
  await symlink(resolve('.'), join(folder, 'node_modules/a0seal'))
  await symlink(resolve('node_modules/vitest'), join(folder, 'node_modules/vitest'))
  loaded = await loadActions({ config })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The files of all logins that a scenario comes to, each under its address. */
const filesOf = async ({ options, run }: Scenario): Promise<Response[]> => {
  const tenant = await startTenant({
    actions: loaded.actions,
    developmentKeys: { ...loaded.secrets, ...loaded.privateKeys },
    ...(loaded.policy && { policy: loaded.policy }),
    ...(loaded.seed && { seed: loaded.seed }),
    ...options?.(loaded)
  })
  await run(tenant)
  const html = await (await fetch(tenant.inspector)).text()
  const ids = [...html.matchAll(/<li><a href="\/inspector\/([\w-]+)"/g)].map(([, id = '']) => id)
  return Promise.all(ids.map(id => fetch(`${tenant.inspector}/${id}/test`)))
}

const runTests = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers', '1', '--no-isolate', '--reporter', 'verbose'],
    { cwd: folder, env: { ...process.env, ...loaded.secrets, NO_COLOR: '1', VITEST: '', VITEST_POOL_ID: '' } }
  ).catch((error: { stdout: string }) => error)
  return stdout
}

test('the files of all kinds of logins pass in a fresh project, and fail in one of another policy', async () => {
  let files = 0
  for (const scenario of [...scenarios, ...others])
    for (const answer of await filesOf(scenario)) {
      if (scenario.name === 'Actions of another policy') {
        expect(answer.status).toBe(404)
        continue
      }
      expect(answer.headers.get('content-type'), scenario.name).toMatch(/^text\/plain/)
      expect(answer.status, scenario.name).toBe(200)
      files += 1
      const name = `${files}-${scenario.name.replaceAll(/\W+/g, '-')}.test.ts`
      await writeFile(join(folder, name), await answer.text())
    }
  expect(files).toBe(23)
  expect(await runTests()).toMatch(/Tests\s+23 passed \(23\)/)

  const other = (await readFile(policy, 'utf8')).replace('https://acme.example/', 'https://other.example/')
  await writeFile(join(folder, 'a0seal.config.ts'), other)
  expect(await runTests()).toMatch(/Tests\s+23 failed \(23\)/)
}, 300_000)
