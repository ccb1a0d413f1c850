import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { type LoadedPolicy, loadActions } from '../../../lib/tenant/development/load-actions.js'
import type { Tenant, TenantOptions } from '../../../lib/tenant/start.js'
import { action, ada } from '../action.js'
import { useTenants } from '../setup.js'

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

test('a file has no key of anybody’s own', async () => {
  const { answer } = await fileOf(await start())
  const text = await answer.text()
  expect(text).toContain(`"A0SEAL_KEYS": process.env["A0SEAL_KEYS"] ?? ''`)
  expect(text).not.toContain(JSON.parse(loaded.secrets.A0SEAL_KEYS ?? '').keys[0].k)
})

test('there is none of a login that the kit cannot run, and the page says why', async () => {
  const more = [...loaded.actions, action('of-somebody-else', '')]
  const other = await fileOf(await start({ actions: more }))
  expect(other.answer.status).toBe(404)
  expect(other.html).toContain('of-somebody-else is no Action of the policy')
  const { html } = await fileOf(await startTenant())
  expect(html).toContain('no policy is known: start the tenant with --config')
})

test('no page of another site gets one', async () => {
  const { answer } = await fileOf(await start(), { 'sec-fetch-site': 'cross-site' })
  expect(answer.status).toBe(403)
})
