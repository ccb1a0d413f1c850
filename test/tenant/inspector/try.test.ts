import { describe, expect, test } from 'vitest'
import { createCookieJar, login, visit } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../action.js'
import { useTenants } from '../setup.js'
import { textOf } from './lanes.js'

const startTenant = useTenants()

/** The parameters of `/authorize` that a form of the inspector comes to. */
const tried = async (inspector: string, form: Record<string, string>): Promise<Record<string, string>> => {
  const url = new URL(`${inspector}/try`)
  url.search = new URLSearchParams({ client: 'hr-web', ...form }).toString()
  const location = (await visit(createCookieJar(), url)).headers.get('location') ?? ''
  const { searchParams } = new URL(location)
  const own = new Set(['response_type', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method'])
  return Object.fromEntries([...searchParams].filter(([name]) => !own.has(name)))
}

describe('a login that is tried', () => {
  test('is asked for with what was chosen, and nothing of what was not', async () => {
    const { inspector } = await startTenant()
    expect(await tried(inspector, {})).toEqual({ client_id: 'hr-web', scope: 'openid profile email' })
    const empty = { persona: '', connection: '', audience: '', organization: '', detour: '', prompt: '' }
    expect(await tried(inspector, empty)).toEqual({ client_id: 'hr-web', scope: 'openid profile email' })
    expect(
      await tried(inspector, {
        persona: ada,
        scope: 'openid read:x',
        audience: 'https://api.acme.example',
        organization: 'org_1',
        detour: 'redirect',
        prompt: 'none'
      })
    ).toEqual({
      client_id: 'hr-web',
      scope: 'openid read:x',
      audience: 'https://api.acme.example',
      organization: 'org_1',
      acr_values: 'urn:a0seal:detour:redirect',
      prompt: 'none',
      connection: 'acme-idp',
      login_hint: ada
    })
    expect(await tried(inspector, { detour: 'constructor', prompt: 'consent', persona: 'nobody' })).toEqual({
      client_id: 'hr-web',
      scope: 'openid profile email'
    })
  })

  test('of a database user fills in the e-mail address', async () => {
    const { inspector, personas } = await startTenant()
    const linus = personas.find(({ hasPassword }) => hasPassword)
    expect(await tried(inspector, { persona: linus?.user_id ?? '' })).toMatchObject({
      connection: linus?.connection,
      login_hint: 'linus@acme.example'
    })
  })
})

test('a detour is the inspector’s alone: an application that asks for one gets none', async () => {
  const tenant = await startTenant({ actions: [action('first', '')] })
  const parameters = { acr_values: 'urn:a0seal:detour:challenge' }
  const { visited, tokens } = await login(tenant, { client_id: 'hr-web', persona: ada, parameters })
  expect(visited.some(path => path.startsWith('/u/mfa'))).toBe(false)
  expect(tokens).toBeDefined()
})

describe('a refresh', () => {
  test('is for logins that were tried here, and for nobody who comes from another site', async () => {
    const tenant = await startTenant()
    await login(tenant, { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' })
    const html = await (await fetch(tenant.inspector)).text()
    expect(html).not.toContain('Refresh its token')
    const [, id = ''] = /href="\/inspector\/([\w-]+)"/.exec(html) ?? []
    const refreshed = (headers: Record<string, string>) =>
      fetch(`${tenant.inspector}/refresh`, {
        method: 'POST',
        body: new URLSearchParams({ login: id }),
        redirect: 'manual',
        headers
      })
    expect((await refreshed({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await refreshed({})).status).toBe(303)
    expect(textOf(await (await fetch(tenant.inspector)).text())).not.toContain('had a token refreshed')
  })
})

test('development keys are told to this page alone', async () => {
  const developmentKeys = { A0SEAL_KEYS: '{"keys":[]}' }
  const { inspector } = await startTenant({ developmentKeys })
  const asked = (site?: string) =>
    fetch(`${inspector}/development-keys`, { headers: site === undefined ? {} : { 'sec-fetch-site': site } })
  expect(await (await asked('same-origin')).json()).toEqual(developmentKeys)
  for (const site of ['cross-site', 'same-site', 'none']) expect((await asked(site)).status).toBe(403)
  const html = await (await fetch(inspector)).text()
  expect(html).toContain('Use the development keys')
  expect(html).not.toContain('A0SEAL_KEYS')
})
