import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { build, policyHash } from '../../../lib/builder/build.js'
import { describeBuild } from '../../../lib/builder/describe.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { load } from '../../fixtures/built.js'
import { contentsOf, createFolders } from '../../fixtures/folder.js'
import { writePolicy } from '../../fixtures/policies/text.js'

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/policies/${name}`, import.meta.url))
const ours = fileURLToPath(new URL('../../../a0seal.config.ts', import.meta.url))
const createFolder = createFolders()
type Manifest = Awaited<ReturnType<typeof build>>['manifest']

const handlerNames: Record<string, string> = {
  'post-login': 'onExecutePostLogin',
  'pre-user-registration': 'onExecutePreUserRegistration'
}

describe.each([
  ["the repository's policy", { config: ours }],
  ['another policy', { config: fixture('full.policy.ts') }],
  ['another policy, for another environment', { config: fixture('full.policy.ts'), env: 'prod' }]
])('a build of %s', (_what, options) => {
  let files: Record<string, string>
  let manifest: Manifest

  beforeAll(async () => {
    const out = await createFolder()
    ;({ manifest } = await build({ ...options, out }))
    files = await contentsOf(out)
  })

  const codeOf = ({ file }: Manifest['actions'][number]) => files[file] ?? ''
  const definitionOf = (name: string) => JSON.parse(files[`actions/${name}.json`] ?? 'null')

  it('seals first and releases last', () => {
    const atLogin = manifest.actions.filter(({ trigger }) => trigger === 'post-login').map(({ name }) => name)
    expect(atLogin).toEqual(['seal-attributes', 'copy-user-metadata', 'release-attributes'])
  })

  it('writes a manifest that its files match', () => {
    expect(JSON.parse(files['manifest.json'] ?? '')).toEqual(manifest)
    for (const action of manifest.actions) {
      expect(action.file).toBe(`actions/${action.name}/code.js`)
      expect(Buffer.byteLength(codeOf(action))).toBe(action.bytes)
      expect(createHash('sha256').update(codeOf(action).replace(/^.*\n/, '')).digest('hex')).toBe(
        action.sha256
      )
      expect(action.gzipBytes).toBeLessThan(action.bytes)
      expect(action.runtime).toMatch(/^node\d\d$/)
    }
    const code = Object.keys(files).filter(file => /^actions\/.*\.js$/.test(file))
    expect(code.sort()).toEqual(manifest.actions.map(({ file }) => file).sort())
  })

  it('says in the first line of each file what it is', () => {
    for (const action of manifest.actions) {
      const [first = ''] = codeOf(action).split('\n')
      const { version, policy, env } = manifest
      expect(first).toBe(`// ${action.name}, a0seal ${version}, policy ${policy}, env ${env}`)
    }
    expect(manifest.policy).toMatch(/^[0-9a-f]{12}$/)
    expect(manifest.env).toBe('env' in options ? options.env : 'dev')
  })

  it('has handlers that are async functions, and nothing that runs before them', () => {
    for (const action of manifest.actions) {
      const { exports, log } = load(codeOf(action))
      const name = handlerNames[action.trigger] as string
      expect(Object.keys(exports)).toEqual([name])
      expect(exports[name]?.constructor.name).toBe('AsyncFunction')
      expect(log).toEqual([])
    }
  })

  it('requires crypto and nothing else', () => {
    for (const action of manifest.actions) {
      const { required } = load(codeOf(action))
      expect(required.filter(name => name !== 'crypto')).toEqual([])
      expect(codeOf(action)).not.toMatch(
        /\brequire\((?!"crypto"\))|\bimport\(|node:|process\.|globalThis|eval\(/
      )
    }
    const seal = manifest.actions.find(({ name }) => name === 'seal-attributes')
    expect(load(codeOf(seal as never)).required).toContain('crypto')
  })

  it('is made of the core, one Action and the policy', () => {
    for (const { name, inputs } of manifest.actions) {
      expect(inputs.filter(file => !/^lib\/core\/[\w/-]+\.ts$/.test(file)).sort()).toEqual([
        `actions/${name}.ts`,
        'policy'
      ])
      expect(inputs).not.toContain('lib/core/jwe/private-keys.ts')
      expect(inputs).not.toContain('lib/core/policy/define-policy.ts')
    }
  })

  it('has nothing that a deploy would replace', () => {
    for (const action of manifest.actions) expect(codeOf(action)).not.toMatch(/##|@@/)
  })

  it('describes each Action for auth0-deploy-cli, its secrets as keywords', () => {
    for (const { name, file, trigger, secrets } of manifest.actions) {
      expect(definitionOf(name)).toMatchObject({ name, code: file, dependencies: [], deployed: true })
      expect(definitionOf(name).supported_triggers[0].id).toBe(trigger)
      expect(definitionOf(name).secrets).toEqual(
        Object.keys(secrets).map(key => ({ name: key, value: `@@${key}@@` }))
      )
    }
  })

  it('binds the Actions in their order', () => {
    const triggers = JSON.parse(files['triggers/triggers.json'] ?? '') as Record<
      string,
      { action_name: string }[]
    >
    for (const [trigger, bindings] of Object.entries(triggers)) {
      const inOrder = manifest.actions.filter(action => action.trigger === trigger).map(({ name }) => name)
      expect(bindings.map(({ action_name }) => action_name)).toEqual(inOrder)
    }
    expect(Object.keys(triggers).sort()).toEqual(
      [...new Set(manifest.actions.map(({ trigger }) => trigger))].sort()
    )
  })

  it('is within what Auth0 takes', () => {
    for (const { bytes, secrets } of manifest.actions) {
      expect(bytes).toBeLessThanOrEqual(32_000)
      expect(Object.keys(secrets).length).toBeLessThanOrEqual(30)
    }
  })

  it('is the same, byte for byte, when it is made again', async () => {
    const out = await createFolder()
    await build({ ...options, out })
    expect(await contentsOf(out)).toEqual(files)
  })
})

describe('the policy in a build', () => {
  it('gives the secrets of each Action', async () => {
    const { manifest } = await build({ config: fixture('full.policy.ts'), out: await createFolder() })
    const secretsOf = (name: string) => manifest.actions.find(action => action.name === name)?.secrets
    expect(secretsOf('seal-attributes')).toMatchObject({
      A0SEAL_KEYS: 'secret keys',
      A0SEAL_IDENTITY_KEYS: 'secret keys'
    })
    expect(secretsOf('copy-user-metadata')).toEqual({})
    expect(secretsOf('release-attributes')).toMatchObject({ A0SEAL_PORTAL_KEY: 'public key' })
  })

  it('has another hash for each environment in which it differs', async () => {
    const config = fixture('full.policy.ts')
    const hashes = await Promise.all(
      ['dev', 'prod', 'dev'].map(
        async env => (await build({ config, env, out: await createFolder() })).manifest.policy
      )
    )
    expect(hashes[0]).toBe(hashes[2])
    expect(hashes[0]).not.toBe(hashes[1])
  })

  it('has the same hash whatever doctor ignores', () => {
    const known = { id: 'D06', subject: 'all-applications', reason: 'known', until: '2030-01-01' } as const
    const namespace = 'https://acme.example/'
    expect(policyHash(definePolicy({ namespace, doctor: { ignore: [known] } }))).toBe(
      policyHash(definePolicy({ namespace }))
    )
  })

  it('shows an Action no more of itself than it reads', async () => {
    const out = await createFolder()
    await build({ config: fixture('full.policy.ts'), out })
    const files = await contentsOf(out)
    expect(files['actions/copy-user-metadata/code.js']).not.toMatch(/national_id|portal|vault/)
    expect(files['actions/seal-attributes/code.js']).not.toMatch(/portal|nickname2/)
  })
})

describe('a build that fails', () => {
  it.each(['wrong.policy.ts', 'not-a.policy.ts'])('for %s writes nothing', async name => {
    const out = await createFolder()
    await expect(build({ config: fixture(name), out })).rejects.toMatchObject({ code: 'ERR_POLICY' })
    expect(await contentsOf(out)).toEqual({})
  })

  it('names the path in the policy', async () => {
    const failing = build({ config: fixture('wrong.policy.ts'), out: await createFolder() })
    await expect(failing).rejects.toThrow('slots.health.attributes[0]')
  })

  it('for a file that is not there writes nothing', async () => {
    const out = await createFolder()
    await expect(build({ config: fixture('no.policy.ts'), out })).rejects.toMatchObject({
      code: 'ERR_POLICY'
    })
    expect(await contentsOf(out)).toEqual({})
  })
})

describe('a folder that was built before', () => {
  const names = async (out: string) => Object.keys(await contentsOf(out))

  it('loses what is no longer built, and keeps what others put there', async () => {
    const out = await createFolder()
    await build({ config: fixture('full.policy.ts'), out, rules: true })
    await writeFile(join(out, 'actions/their-own.json'), '{}')
    expect(await names(out)).toContain('actions/guard-signup.json')
    await build({ config: await writePolicy(await createFolder()), out })
    expect(await names(out)).toEqual([
      'actions/release-attributes.json',
      'actions/release-attributes/code.js',
      'actions/seal-attributes.json',
      'actions/seal-attributes/code.js',
      'actions/their-own.json',
      'manifest.json',
      'package.json',
      'tenant.yaml',
      'triggers/triggers.json'
    ])
    expect(await readdir(out)).not.toContain('rules')
  })

  it('loses nothing by a manifest whose names lead elsewhere', async () => {
    const folder = await createFolder()
    const out = join(folder, 'dist')
    await build({ config: ours, out })
    await writeFile(join(folder, 'mine.json'), '{}')
    const actions = ['../../mine', '../mine', '/etc/x', '.'].map(name => ({ name }))
    await writeFile(join(out, 'manifest.json'), JSON.stringify({ actions }))
    await build({ config: ours, out })
    expect(await names(folder)).toContain('mine.json')
  })
})

describe('what is built', () => {
  it('is CommonJS, wherever it lies', async () => {
    const project = await createFolder()
    await writeFile(join(project, 'package.json'), '{"type":"module"}')
    const out = join(project, 'dist')
    const { manifest } = await build({ config: ours, out })
    for (const { file } of manifest.actions)
      expect(Object.keys(createRequire(import.meta.url)(join(out, file)))).toEqual(['onExecutePostLogin'])
  })

  it('has no Action for copies where the policy has none', async () => {
    const result = await build({ config: await writePolicy(await createFolder()), out: await createFolder() })
    expect(result.manifest.actions.map(({ name }) => name)).toEqual(['seal-attributes', 'release-attributes'])
  })

  it('is said in a few lines, one of them about what an import does to bindings', async () => {
    const text = describeBuild(await build({ config: ours, out: await createFolder() }))
    expect(text).toMatch(/^seal-attributes +\d+ bytes, \d+ gzipped$/m)
    expect(text).toMatch(
      /^triggers\.json lists all bindings of a trigger.*replaces the tenant's list; `npx a0seal deploy` merges$/m
    )
  })
})
