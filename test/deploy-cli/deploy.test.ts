import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { generateSecretKey } from '../../lib/core/jwe/generate.js'
import { readActions } from '../../lib/tenant/actions/read-folder.js'
import { login } from '../../lib/tenant/client/login.js'
import { builtInSeed } from '../../lib/tenant/seed/built-in.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { createFolders } from '../fixtures/folder.js'
import { callApi, tokenFor } from '../tenant/management/api.js'

const ada = 'oidc|acme-idp|ada'
const createFolder = createFolders()
const cli = join(createRequire(import.meta.url).resolve('auth0-deploy-cli/package.json'), '../lib/index.js')
const keySet = JSON.stringify({ keys: [generateSecretKey()] })
/** An import takes 15 seconds, nearly all of them the tool's own, and many times that on a busy machine. */
const timeoutMs = 240_000

let tenant: Tenant
let dist: string
let exported: string

beforeAll(async () => {
  const folder = await createFolder()
  dist = join(folder, 'dist')
  exported = join(folder, 'exported')
  await build({ out: dist })
  const connections = builtInSeed.connections.map(connection =>
    // The tool writes this default of its schema into each database it exports.
    connection.strategy === 'auth0'
      ? { ...connection, options: { disable_self_service_change_password: false } }
      : connection
  )
  tenant = await startTenant({ seed: { connections } })
})
afterAll(() => tenant?.stop())

const resources = [
  'actions',
  'actionModules',
  'triggers',
  'connections',
  'databases',
  'rules',
  'rulesConfigs',
  'guardianFactors',
  'guardianPolicies'
]

/**
 * Runs `a0deploy` with an environment of its own, the tenant's authority in it; `ofAll` without a filter.
 *
 * @throws Error with what it printed
 */
const a0deploy = (...args: string[]): Promise<string> =>
  run(args, { AUTH0_INCLUDED_ONLY: JSON.stringify(resources) })
const ofAll = (...args: string[]): Promise<string> => run(args, {})

const run = (args: readonly string[], filter: Record<string, string>): Promise<string> => {
  const { httpsIssuer = '', caFile = '', management } = tenant
  const env = {
    PATH: process.env.PATH,
    NODE_EXTRA_CA_CERTS: caFile,
    AUTH0_DOMAIN: new URL(httpsIssuer).host,
    AUTH0_CLIENT_ID: management.client_id,
    AUTH0_CLIENT_SECRET: management.client_secret,
    ...filter,
    A0SEAL_KEYS: keySet // as it is: the build writes the keyword that takes a JSON text
  }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { env, timeout: timeoutMs }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`))
      else resolve(stdout + stderr)
    })
  })
}

/** What names, dates and numbers of versions say is new with each deploy; the rest is the tenant's configuration. */
const volatile = new Set([
  'id',
  'updated_at',
  'created_at',
  'built_at',
  'number',
  'deployed_version',
  'action'
])
const lasting = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lasting)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !volatile.has(name))
      .map(([name, inner]) => [name, lasting(inner)])
  )
}

const configuration = async () => {
  const token = await tokenFor(tenant)
  const get = async (path: string) => (await callApi(tenant, path, { token })).body
  const { actions } = await get('actions/actions')
  const { bindings } = await get('actions/triggers/post-login/bindings')
  return {
    ids: actions.map(({ id }: { id: string }) => id),
    running: actions.map(({ deployed_version }: { deployed_version: unknown }) => lasting(deployed_version)),
    bound: bindings.map((binding: { id: string; action: { name: string } }) => [
      binding.id,
      binding.action.name
    ]),
    rest: lasting([
      actions,
      await get('connections'),
      await get('clients'),
      await get('rules'),
      await get('guardian/factors'),
      await get('guardian/policies')
    ])
  }
}

/** Dates of secrets change with their values, and only then. */
const secretDates = async () => {
  const { body } = await callApi(tenant, 'actions/actions', { token: await tokenFor(tenant) })
  return body.actions.map(({ secrets }: { secrets: unknown }) => secrets)
}

test('a0deploy imports what the build wrote, and the next login runs it', {
  timeout: timeoutMs
}, async () => {
  const output = await a0deploy('import', '--input_file', dist)
  expect(output).toContain('Import Successful')
  expect(output).not.toMatch(/\b(warn|error)\b/i)
  const { bound } = await configuration()
  expect(bound.map(([, name]: [string, string]) => name)).toEqual([
    'seal-attributes',
    'copy-user-metadata',
    'release-attributes'
  ])
  await login(tenant, { client_id: 'hr-web', persona: ada })
  expect(
    tenant
      .executions()
      .at(-1)
      ?.actions.map(({ name, error }) => [name, error])
  ).toEqual([
    ['seal-attributes', undefined],
    ['copy-user-metadata', undefined],
    ['release-attributes', undefined]
  ])
  const stored = tenant.user(ada)?.app_metadata ?? {}
  expect(Object.keys(stored)).toContain('sealed_demographics')
  expect(JSON.stringify(stored)).not.toContain('gender-of-ada')
})

test('an export and an import of it change nothing', { timeout: timeoutMs * 2 }, async () => {
  const before = { ...(await configuration()), dates: await secretDates() }
  await a0deploy('export', '--format', 'directory', '--output_folder', exported)
  expect(await readdir(join(exported, 'actions'))).toContain('seal-attributes.json')
  expect({ ...(await configuration()), dates: await secretDates() }).toEqual(before)
  expect((await readActions(exported)).map(({ name }) => name)).toContain('seal-attributes')

  const output = await a0deploy('import', '--input_file', exported)
  expect(output).toContain('Import Successful')
  expect({ ...(await configuration()), dates: await secretDates() }).toEqual(before)
  const written = tenant.profileWrites(ada)
  await login(tenant, { client_id: 'hr-web', persona: ada })
  expect(tenant.profileWrites(ada)).toBe(written)
})

test('so does a second import of the build', { timeout: timeoutMs }, async () => {
  const before = { ...(await configuration()), dates: await secretDates() }
  expect(await a0deploy('import', '--input_file', dist)).toContain('Import Successful')
  expect({ ...(await configuration()), dates: await secretDates() }).toEqual(before)
})

/** Something of each kind that the API takes besides the Actions. */
const furnish = async () => {
  const token = await tokenFor(tenant)
  const send = async (path: string, body: object, method = 'POST') => {
    const answer = await callApi(tenant, path, { method, body, token })
    expect([path, answer.status < 300]).toEqual([path, true])
    return answer.body
  }
  const identifier = 'https://api.acme.example'
  await send('resource-servers', { identifier, name: 'Acme API', scopes: [{ value: 'read:x' }] })
  const client = await send('clients', {
    name: 'Made',
    app_type: 'regular_web',
    sso: true,
    description: 'kept'
  })
  await send('client-grants', { client_id: client.client_id, audience: identifier, scope: ['read:x'] })
  const role = await send('roles', { name: 'editor', description: 'edits' })
  const permission = { resource_server_identifier: identifier, permission_name: 'read:x' }
  await send(`roles/${role.id}/permissions`, { permissions: [permission] })
  const [{ id: connection_id }] = (await callApi(tenant, 'connections', { token })).body
  const enabled_connections = [{ connection_id, assign_membership_on_login: true }]
  await send('organizations', {
    name: 'acme',
    display_name: 'Acme',
    metadata: { plan: 'gold' },
    enabled_connections
  })
  await send('branding', { colors: { primary: '#123456' } }, 'PATCH')
}

/** The files of an export, by name. */
const filesOf = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')))
  return Object.fromEntries(files.map((file, index) => [file.slice(folder.length), texts[index] ?? '']))
}

test('an export of everything, without a filter, is imported and is the same when exported again', {
  timeout: timeoutMs * 3
}, async () => {
  await furnish()
  const [first, second] = [await createFolder(), await createFolder()]
  expect(await ofAll('export', '--format', 'yaml', '--output_folder', first)).not.toMatch(/\berror\b/i)
  const files = await filesOf(first)
  for (const name of ['Acme API', 'Made', 'editor', 'acme', '#123456']) {
    expect(files['/tenant.yaml']).toContain(name)
  }
  const output = await ofAll('import', '--input_file', join(first, 'tenant.yaml'))
  expect(output).toContain('Import Successful')
  await ofAll('export', '--format', 'yaml', '--output_folder', second)
  expect(await filesOf(second)).toEqual(files)
})
