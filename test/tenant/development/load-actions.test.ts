import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createReader } from '../../../lib/reader/index.js'
import { loadActions } from '../../../lib/tenant/development/load-actions.js'
import { login, startTenant } from '../../../lib/tenant/index.js'
import { createFolders } from '../../fixtures/folder.js'
import { writeProject } from '../../fixtures/own-actions.js'
import { useRuntime } from '../setup.js'

const emptyFolder = createFolders()
const runtime = useRuntime()
const client_id = 'opted-in-a0seal_release'

const policy = `import { definePolicy } from 'a0seal'
export default definePolicy({
  namespace: 'https://acme.example/',
  slots: { a: { attributes: ['iban'] } },
  release: [{ slot: 'a', to: 'id_token', applications: { optIn: 'a0seal_release', trustAppAdmins: true } }]
})
`

describe('the Actions of a policy, loaded for development', () => {
  test('secrets named like what every object has are theirs alone', async () => {
    const folder = await emptyFolder()
    const policy = `import { definePolicy } from 'a0seal'
      export default definePolicy({
        namespace: 'https://acme.example/',
        slots: { a: { attributes: ['iban'], keys: 'toString' } },
        applications: { hasOwnProperty: { client_id: 'odd', key: { secret: 'constructor' } } },
        release: [{ slot: 'a', to: 'id_token', applications: ['hasOwnProperty'] }],
        triggers: { 'post-login': ['seal-attributes', { file: 'own.js', secrets: ['valueOf'] }, 'release-attributes'] }
      })`
    const own = 'exports.onExecutePostLogin = async () => {}'
    await writeProject(folder, { 'a0seal.config.ts': policy, 'own.js': own })
    const source = { config: join(folder, 'a0seal.config.ts') }
    expect((await loadActions(source)).unset).toEqual(['own valueOf'])
    const tenant = await startTenant({ ...source, httpsPort: false, runtime })
    try {
      const persona = tenant.personas[0]?.user_id ?? ''
      const { claims } = await login(tenant, { client_id: 'odd', persona })
      const keys = new Map(Object.entries(tenant.privateKeys)).get('constructor') ?? ''
      const reader = createReader({ keys, tenant: tenant.tenant, recipient: 'odd' })
      const opened = reader.open(claims?.['https://acme.example/a'] as string, { token: claims ?? {} })
      expect((await opened).data).toHaveProperty('iban')
    } finally {
      await tenant.stop()
    }
  })

  test('an application that opts in has a key pair, the same at each start, and opens what it gets', async () => {
    const folder = await emptyFolder()
    await writeProject(folder, { 'a0seal.config.ts': policy })
    const source = { config: join(folder, 'a0seal.config.ts'), data: join(folder, 'state.json') }
    const start = () => startTenant({ ...source, httpsPort: false, runtime })

    const first = await start()
    await first.stop()
    const tenant = await start()
    try {
      expect(tenant.privateKeys).toEqual(first.privateKeys)
      const [persona] = tenant.personas
      const { claims } = await login(tenant, { client_id, persona: persona?.user_id ?? '' })
      const keys = tenant.privateKeys[client_id]
      const reader = createReader({ keys: keys ?? '', tenant: tenant.tenant, recipient: client_id })
      const { data } = await reader.open(claims?.['https://acme.example/a'] as string, {
        token: claims ?? {}
      })
      expect(data).toEqual({ iban: tenant.sent(persona?.user_id ?? '')?.iban })
    } finally {
      await tenant.stop()
    }
  })

  test('a secret that was handed in comes before the environment, and one that no Action takes is refused', async () => {
    const folder = await emptyFolder()
    const own = "{ file: 'own.ts', secrets: ['GREETING'] }"
    await writeProject(folder, {
      'a0seal.config.ts': policy.replace(
        '\n})',
        `,\n  triggers: { 'post-login': ['seal-attributes', ${own}, 'release-attributes'] }\n})`
      ),
      'own.ts': 'export const onExecutePostLogin = async () => {}\n'
    })
    const asked: unknown[] = []
    const read = (content: unknown) => {
      asked.push(content)
      return { secret: 'hello' }
    }
    const source = { config: join(folder, 'a0seal.config.ts'), environment: { GREETING: 'elsewhere' } }
    const { actions, unset } = await loadActions({ ...source, keys: { GREETING: read } })
    expect(actions.find(({ name }) => name === 'own')?.secrets).toEqual({ GREETING: 'hello' })
    expect({ unset, asked }).toEqual({ unset: [], asked: ['own'] })
    await expect(loadActions({ ...source, keys: { GREETINGS: read } })).rejects.toThrow(
      'no Action takes the secret GREETINGS'
    )
  })

  describe('of an export', () => {
    const code = 'exports.onExecutePostLogin = async () => {}'
    const bound = { 'post-login': [{ action_name: 'add-roles' }, { action_name: 'seal-attributes' }] }
    const action = (name: string, secret: string) =>
      JSON.stringify({ name, code: `./actions/${name}/code.js`, secrets: [{ name: secret }] })
    const exported = async () => {
      const folder = await emptyFolder()
      await writeProject(folder, {
        'a0seal.config.ts': policy,
        'tenant/triggers/triggers.json': JSON.stringify(bound),
        'tenant/actions/add-roles.json': action('add-roles', 'ROLES_KEY'),
        'tenant/actions/add-roles/code.js': code,
        'tenant/actions/seal-attributes.json': action('seal-attributes', 'A0SEAL_KEYS'),
        'tenant/actions/seal-attributes/code.js': code
      })
      return { actions: join(folder, 'tenant'), config: join(folder, 'a0seal.config.ts') }
    }

    test('a secret of one’s own Action is any text, from a file or from the environment', async () => {
      const { actions: folder } = await exported()
      const asked: unknown[] = []
      const read = (content: unknown) => {
        asked.push(content)
        return { secret: 'viewer,editor' }
      }
      const named = { actions: folder, keys: { ROLES_KEY: read, A0SEAL_KEYS: read } }
      const { actions, unset } = await loadActions(named)
      expect(actions.map(({ secrets }) => secrets)).toEqual([
        { ROLES_KEY: 'viewer,editor' },
        { A0SEAL_KEYS: 'viewer,editor' }
      ])
      // Without a policy, nothing says what one of ours takes.
      expect({ asked, unset }).toEqual({ asked: ['own', undefined], unset: [] })
      const found = await loadActions({
        actions: folder,
        environment: { ROLES_KEY: 'all', A0SEAL_KEYS: 'no' }
      })
      expect(found.actions[0]?.secrets).toEqual({ ROLES_KEY: 'all' })
      expect(found.unset).toEqual(['seal-attributes A0SEAL_KEYS'])
    })

    test('a policy that is named beside it is known: its seed, and keys for what is ours', async () => {
      const { actions: folder, config } = await exported()
      const loaded = await loadActions({ actions: folder, config, environment: {} })
      expect(loaded.actions.map(({ name }) => name)).toEqual(['add-roles', 'seal-attributes'])
      expect(Object.keys(loaded.policy?.slots ?? {})).toEqual(['a'])
      expect(loaded.unset).toEqual(['add-roles ROLES_KEY'])
      expect(loaded.seed?.clients?.map(client => client.client_id)).toContain(client_id)
      const seed = { tenant: 'mine' }
      expect((await loadActions({ actions: folder, config, seed })).seed).toBe(seed)
      const none = await loadActions({ actions: folder })
      expect(none.policy ?? none.seed).toBeUndefined()
    })
  })
})
