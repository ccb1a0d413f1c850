import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { type LoadedPolicy, loadActions } from '../../../lib/tenant/development/load-actions.js'
import type { Tenant, TenantOptions } from '../../../lib/tenant/start.js'
import { action, ada } from '../../tenant/action.js'
import { useTenants } from '../../tenant/setup.js'

const config = fileURLToPath(new URL('../../fixtures/policies/picture.policy.ts', import.meta.url))
const startTenant = useTenants()
let loaded: LoadedPolicy
beforeAll(async () => {
  loaded = await loadActions({ config })
})

const start = (options: TenantOptions = {}): Promise<Tenant> =>
  startTenant({
    actions: loaded.actions,
    ...(loaded.policy && { policy: loaded.policy }),
    ...(loaded.seed && { seed: loaded.seed }),
    ...options
  })

const fileOf = async (tenant: Tenant, headers: Record<string, string> = {}) => {
  await login(tenant, { client_id: 'hr-web', persona: ada })
  const html = await (await fetch(tenant.inspector)).text()
  const [, id = ''] = /href="\/inspector\/([\w-]+)"/.exec(html) ?? []
  return { html, answer: await fetch(`${tenant.inspector}/${id}/test`, { headers }) }
}

test('a file has development keys in it', async () => {
  const developmentKeys = { ...loaded.secrets, ...loaded.privateKeys }
  const { html, answer } = await fileOf(await start({ developmentKeys }))
  const text = await answer.text()
  expect(text).toContain(`"A0SEAL_KEYS": ${JSON.stringify(loaded.secrets.A0SEAL_KEYS)}`)
  expect(text).not.toContain('process.env')
  // Of key pairs no more than what the secret of the Action has.
  for (const { d } of Object.values(loaded.privateKeys)) expect(text).not.toContain(d)
  expect(html).not.toContain(JSON.parse(loaded.secrets.A0SEAL_KEYS ?? '').keys[0].k)
})

test('a file names the policy that the tenant was started with, and runs as JavaScript with nothing installed', async () => {
  const policySource = { config: 'auth/a0seal.config.mts', env: 'prod' }
  const text = await (await fileOf(await start({ policySource }))).answer.text()
  expect(text).toContain('const flow = { config: "auth/a0seal.config.mts", env: "prod" }')
  expect([...text.matchAll(/^import .* from '(.*)'$/gm)].map(([, name]) => name)).toEqual([
    'node:assert/strict',
    'node:test',
    'a0seal/testing'
  ])
  const { code } = await transform(text, { format: 'esm', loader: 'js' })
  expect(code).not.toBe('')
  expect(loaded.policySource?.config).toMatch(/^test\/fixtures\/.*picture\.policy\.ts$/)
})

test('there is none of a login that the kit cannot run, and the page says why', async () => {
  const reasonOf = async (options: TenantOptions) => {
    const { html, answer } = await fileOf(await start(options))
    expect(answer.status).toBe(404)
    return /No test of the kit can be made of it: ([^<]*)\.</.exec(html)?.[1]
  }
  const [seal, ...others] = loaded.actions
  if (!seal) throw new Error('no Action')
  expect(await reasonOf({ actions: [...others, seal] })).toBe(
    'the policy binds seal-attributes, copy-user-metadata, release-attributes, and the tenant copy-user-metadata, release-attributes, seal-attributes'
  )
  expect(await reasonOf({ actions: others })).toMatch(
    /, and the tenant copy-user-metadata, release-attributes$/
  )
  const modules = [{ name: 'of-the-tenant', code: '' }]
  expect(await reasonOf({ actions: [...loaded.actions, { ...action('other', ''), modules }] })).toBe(
    'other uses modules of the tenant (actions:…), which are not in the project'
  )
  expect(await reasonOf({ ...(loaded.policy && { policy: { ...loaded.policy, release: [] } }) })).toBe(
    'its Actions were built of another policy: npx a0seal build'
  )
  const rules = [{ name: 'a-rule', script: '(user, context, callback) => callback(null, user, context)' }]
  expect(await reasonOf({ seed: { ...loaded.seed, rules } })).toMatch(
    /^the Rules rul_\w+ ran before its Actions, and the kit&#39;s runFlow runs none$/
  )
  const [first, ...rest] = loaded.actions
  const otherKeys = { ...first, secrets: { ...first?.secrets, A0SEAL_KEYS: '{"keys":[]}' } } as typeof seal
  expect(await reasonOf({ actions: [otherKeys, ...rest] })).toBe(
    'its Actions have different secrets of the name A0SEAL_KEYS'
  )
  const { html } = await fileOf(await startTenant())
  expect(html).toContain('no policy is known: start the tenant with --config')
})

test('an Action that is not of the policy is in the file at its place, and of its secrets no more than their names', async () => {
  const secrets = { TOKEN: 'canary-of-an-action' }
  const other = { ...action('other', 'api.access.deny(`</script>`)'), secrets }
  const [first, ...rest] = loaded.actions
  if (!first) throw new Error('no Action')
  const { answer } = await fileOf(await start({ actions: [first, other, ...rest] }))
  const text = await answer.text()
  expect(text).toContain(
    `at: 1,\n      name: "other",\n      action: { code: ${JSON.stringify(other.code)} }`
  )
  expect(text).toContain(`secrets: { "TOKEN": process.env["TOKEN"] ?? '' }`)
  expect(text).toMatch(/^\/\/ It needs TOKEN in the environment/m)
  expect(text).toContain('for (const name of ["TOKEN"]) assert.ok(process.env[name], ')
  expect(text).not.toContain('canary-of-an-action')
})

test('a login with legs begins with what its first leg was given, and goes on with what the next one was', async () => {
  const [first, ...rest] = loaded.actions
  if (!first) throw new Error('no Action')
  const challenge = action('challenge', `api.authentication.challengeWith({ type: 'otp' })`)
  const { answer } = await fileOf(await start({ actions: [first, challenge, ...rest] }))
  const text = await answer.text()
  const event = JSON.parse(/const event = (\{.*?\n\})/s.exec(text)?.[1] ?? '')
  expect(event.authentication.methods.map(({ name }: { name: string }) => name)).toEqual(['federated'])
  expect(event.user.gender).toBe('gender-of-ada')
  expect(text).toMatch(/run\.continueWith\(\{.*\n {4}event: \{ user: \{ .*\["gender"\]: undefined/s)
})

test('no page of another site gets one', async () => {
  const { answer } = await fileOf(await start(), { 'sec-fetch-site': 'cross-site' })
  expect(answer.status).toBe(403)
})
