import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { type Management, type ManagementClient, ManagementError } from 'auth0'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { action, ada } from '../../tenant/action.js'
import { sdkFor } from './sdk.js'

const database = 'Username-Password-Authentication'
let tenant: Tenant
let sdk: ManagementClient
let trusting: typeof fetch

beforeAll(async () => {
  tenant = await startTenant({
    actions: [action('seeded', '')],
    seed: { settings: { actionBuildMs: 0, jobMs: 20 } }
  })
  ;({ sdk, fetch: trusting } = await sdkFor(tenant))
  await login(tenant, { client_id: 'hr-web', persona: ada })
})
afterAll(() => tenant.stop())

const collect = async <T>(page: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = []
  for await (const item of page) items.push(item)
  return items
}
const problemOf = async (asked: Promise<unknown>) => {
  const problem = await asked.then(
    () => undefined,
    (error: unknown) => error
  )
  expect(problem).toBeInstanceOf(ManagementError)
  const { statusCode, body } = problem as ManagementError
  return { statusCode, errorCode: (body as { errorCode?: string }).errorCode }
}
const finished = async (id: string) => {
  await wait(40)
  const job = await sdk.jobs.get(id)
  expect(job.status).toBe('completed')
  return job
}

describe("Auth0's SDK", () => {
  test('users', async () => {
    const created = await sdk.users.create({
      connection: database,
      email: 'sdk@acme.example',
      password: 'sdk-password',
      app_metadata: { sealed_x: 'value' }
    })
    const id = created.user_id ?? ''
    expect((await sdk.users.get(id)).email).toBe('sdk@acme.example')
    expect(await sdk.users.get(id, { fields: 'email' })).toEqual({ email: 'sdk@acme.example' })
    const patched = await sdk.users.update(id, { app_metadata: { other: 1 }, blocked: true })
    expect(patched).toMatchObject({ app_metadata: { sealed_x: 'value', other: 1 }, blocked: true })
    const q = '_exists_:app_metadata.sealed_x'
    expect((await collect(await sdk.users.list({ q, per_page: 1 }))).map(({ user_id }) => user_id)).toEqual([
      id
    ])
    const ids = (await collect(await sdk.users.list({ per_page: 1, sort: 'email:1' }))).map(
      ({ user_id }) => user_id
    )
    expect(ids).toEqual([ada, 'auth0|linus', id])
    expect(
      (await sdk.users.listUsersByEmail({ email: 'sdk@acme.example' })).map(({ user_id }) => user_id)
    ).toEqual([id])
    await sdk.users.multifactor.deleteProvider(id, 'google-authenticator')
    expect((await collect(await sdk.users.logs.list(ada))).length).toBeGreaterThan(0)
    await sdk.users.delete(id)
    expect(await problemOf(sdk.users.get(id))).toEqual({ statusCode: 404, errorCode: 'inexistent_user' })
    expect(await problemOf(sdk.users.list({ q: 'name:*' }))).toMatchObject({ statusCode: 400 })
  })

  test('connections', async () => {
    const all = await collect(await sdk.connections.list({ take: 1 }))
    expect(all.map(({ name }) => name)).toEqual(['acme-idp', database])
    const id = all[0]?.id ?? ''
    const { display_name, options, realms } = await sdk.connections.get(id)
    expect(options).toMatchObject({ non_persistent_attrs: expect.arrayContaining(['gender']) })
    const patched = await sdk.connections.update(id, {
      display_name,
      realms,
      options: { ...options, non_persistent_attrs: ['gender', 'iban'] }
    } as Management.UpdateConnectionRequestContent)
    expect(patched).toMatchObject({
      display_name,
      realms,
      options: { non_persistent_attrs: ['gender', 'iban'] }
    })
    await sdk.connections.clients.update(id, [{ client_id: 'spa', status: false }])
    const clients = await collect(await sdk.connections.clients.get(id, { take: 2 }))
    expect(clients.map(({ client_id }) => client_id)).toEqual(['hr-web', 'crm-web', 'management'])
    const created = await sdk.connections.create({ name: 'by-sdk', strategy: 'samlp' })
    await sdk.connections.delete(created.id ?? '')
    expect(await problemOf(sdk.connections.get(created.id ?? ''))).toMatchObject({ statusCode: 404 })
  })

  test('clients', async () => {
    const all = await collect(await sdk.clients.list({ per_page: 2 }))
    expect(all.map(({ client_id }) => client_id)).toEqual(['hr-web', 'crm-web', 'spa', 'management'])
    const { client_metadata } = await sdk.clients.update('spa', {
      client_metadata: { a0seal_release: 'yes' }
    })
    expect(client_metadata).toEqual({ a0seal_release: 'yes' })
    expect((await sdk.clients.get('spa')).name).toBe('Browser application')
  })

  test('actions, versions and bindings', async () => {
    const { triggers } = await sdk.actions.triggers.list()
    expect(triggers?.find(({ id }) => id === 'post-login')?.version).toBe('v3')
    const { id = '' } = await sdk.actions.create({
      name: 'by-sdk',
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      code: `exports.onExecutePostLogin = async (event, api) => {
        api.idToken.setCustomClaim('https://acme.example/sdk', event.secrets.KEY)
      }`,
      secrets: [{ name: 'KEY', value: 'by-secret' }]
    })
    await sdk.actions.update(id, { runtime: 'node22' })
    expect((await sdk.actions.get(id)).status).toBe('built')
    const version = await sdk.actions.deploy(id)
    expect(version.number).toBe(1)
    const bindings = ['seeded', 'by-sdk'].map(value => ({
      ref: { type: 'action_name' as const, value },
      display_name: value
    }))
    await sdk.actions.triggers.bindings.updateMany('post-login', { bindings })
    const bound = await collect(await sdk.actions.triggers.bindings.list('post-login'))
    expect(bound.map(({ action: of }) => of?.name)).toEqual(['seeded', 'by-sdk'])
    const { claims } = await login(tenant, { client_id: 'hr-web', persona: ada })
    expect(claims).toMatchObject({ 'https://acme.example/sdk': 'by-secret' })
    const versions = await collect(await sdk.actions.versions.list(id))
    expect(versions).toHaveLength(1)
    const versionId = versions[0]?.id ?? ''
    expect((await sdk.actions.versions.get(id, versionId)).code).toContain('setCustomClaim')
    expect((await sdk.actions.versions.deploy(id, versionId, {})).number).toBe(2)
    expect((await collect(await sdk.actions.list({ per_page: 1 }))).map(({ name }) => name)).toEqual([
      'seeded',
      'by-sdk'
    ])
    const executionId = tenant.executions().at(-1)?.id ?? ''
    expect(
      (await sdk.actions.executions.get(executionId)).results?.map(({ action_name }) => action_name)
    ).toEqual(['seeded', 'by-sdk'])
    await sdk.actions.delete(id, { force: true })
    expect(await problemOf(sdk.actions.get(id))).toMatchObject({ statusCode: 404 })
  })

  test('modules', async () => {
    const { id = '' } = await sdk.actions.modules.create({ name: 'by-sdk', code: '//', publish: true })
    await sdk.actions.modules.update(id, { code: '// other' })
    const { id: second = '' } = await sdk.actions.modules.versions.create(id)
    const versions = await collect(await sdk.actions.modules.versions.list(id, { per_page: 1 }))
    expect(versions.map(({ version_number }) => version_number)).toEqual([2, 1])
    expect((await sdk.actions.modules.versions.get(id, second)).code).toBe('// other')
    const rolledBack = await sdk.actions.modules.rollback(id, { module_version_id: versions[1]?.id ?? '' })
    expect(rolledBack.code).toBe('//')
    expect(await collect(await sdk.actions.modules.listActions(id))).toEqual([])
    expect((await collect(await sdk.actions.modules.list())).map(({ name }) => name)).toEqual(['by-sdk'])
    expect((await sdk.actions.modules.get(id)).all_changes_published).toBe(false)
    await sdk.actions.modules.delete(id)
  })

  test('rules, settings, Guardian', async () => {
    const { id = '' } = await sdk.rules.create({ name: 'by-sdk', script: 'function () {}' })
    expect((await sdk.rules.update(id, { enabled: false })).enabled).toBe(false)
    expect((await collect(await sdk.rules.list())).map(({ name }) => name)).toEqual(['by-sdk'])
    expect((await sdk.rules.get(id)).stage).toBe('login_success')
    await sdk.rules.delete(id)
    await sdk.rulesConfigs.set('KEY', { value: 'x' })
    expect(await sdk.rulesConfigs.list()).toEqual([{ key: 'KEY' }])
    await sdk.rulesConfigs.delete('KEY')
    expect((await sdk.tenants.settings.get()).flags).toMatchObject({ enable_sso: true })
    expect((await sdk.tenants.settings.update({ friendly_name: 'Acme' })).friendly_name).toBe('Acme')
    expect(await sdk.guardian.policies.list()).toEqual([])
    expect((await sdk.guardian.factors.list()).map(({ name }) => name)).toContain('otp')
  })

  test('jobs', async () => {
    const [connection] = await collect(await sdk.connections.list({ name: database }))
    const users = [{ email: 'imported@acme.example', app_metadata: { plan: 'x' } }, {}]
    const file = new File([JSON.stringify(users)], 'users.json', { type: 'application/json' })
    const started = await sdk.jobs.usersImports.create({ connection_id: connection?.id ?? '', users: file })
    expect((await finished(started.id)).summary).toMatchObject({ inserted: 1, failed: 1 })
    expect(await sdk.jobs.errors.get(started.id)).toMatchObject([{ errors: [{ code: 'ANY_OF_MISSING' }] }])
    const { id } = await sdk.jobs.usersExports.create({
      connection_id: connection?.id ?? '',
      fields: [{ name: 'email' }, { name: 'app_metadata.plan', export_as: 'plan' }]
    })
    const { location = '' } = await finished(id)
    const response = await trusting(location)
    const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString()
    expect(text.split('\n')).toContain('{"email":"imported@acme.example","plan":"x"}')
  })

  test('logs', async () => {
    const logs = await collect(await sdk.logs.list({ per_page: 100, search: 'type:"s"' }))
    expect(logs.map(({ type }) => type)).toEqual(logs.map(() => 's'))
    expect((await sdk.logs.get(logs[0]?.log_id ?? '')).type).toBe('s')
  })
})
