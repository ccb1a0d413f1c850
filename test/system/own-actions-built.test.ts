import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { contentsOf, createFolders } from '../fixtures/folder.js'
import { ownPolicy, writeProject } from '../fixtures/own-actions.js'

const createFolder = createFolders()
const library = fileURLToPath(new URL('../../lib', import.meta.url))
const action = (body = '') => `export const onExecutePostLogin = async (event, api) => {${body}}`

/** Builds a project of one Action of one's own, between ours. */
const buildOne = async (text: string, { file = 'actions/mine.ts', entry = {}, files = {} }: Options = {}) => {
  const folder = await createFolder()
  const list = ['seal-attributes', { file, ...entry }, 'release-attributes']
  await writeProject(folder, {
    'a0seal.config.ts': ownPolicy({ 'post-login': list }),
    [file]: text,
    ...files
  })
  const out = join(folder, 'dist')
  const { manifest, warnings } = await build({ config: join(folder, 'a0seal.config.ts'), out })
  const name = manifest.actions[1]?.name ?? ''
  const code = await readFile(join(out, `actions/${name}/code.js`), 'utf8')
  const definition = JSON.parse(await readFile(join(out, `actions/${name}.json`), 'utf8'))
  return { code, definition, warnings, built: manifest.actions[1], manifest, out, folder }
}
interface Options {
  file?: string
  entry?: object
  files?: Record<string, string>
}

const failure = (text: string, options?: Options): Promise<Error> =>
  buildOne(text, options).then(
    () => Promise.reject(new Error('was built')),
    error => error
  )

describe("an Action of one's own", () => {
  it('is built beside ours, in the order of the policy', async () => {
    const { manifest, out } = await buildOne(action())
    expect(manifest.actions.map(({ name }) => name)).toEqual([
      'seal-attributes',
      'mine',
      'release-attributes'
    ])
    const triggers = JSON.parse(await readFile(join(out, 'triggers/triggers.json'), 'utf8'))
    expect(triggers['post-login'].map(({ action_name }: { action_name: string }) => action_name)).toEqual(
      manifest.triggers['post-login']
    )
    expect(await readFile(join(out, 'tenant.yaml'), 'utf8')).toContain('./actions/mine/code.js')
  })

  it('says in its first line what it is, and is what the manifest says', async () => {
    const { code, built, manifest } = await buildOne(action())
    const { version, policy } = manifest
    expect(code.split('\n')[0]).toBe(`// mine, a0seal ${version}, policy ${policy}, env dev`)
    expect(built).toMatchObject({
      name: 'mine',
      trigger: 'post-login',
      runtime: 'node22',
      bytes: Buffer.byteLength(code),
      sha256: createHash('sha256').update(code.replace(/^.*\n/, '')).digest('hex'),
      inputs: ['actions/mine.ts']
    })
  })

  it('has its handlers in exports, and nothing of esbuild around them', async () => {
    const { code } = await buildOne(
      `${action()}\nexport const helper = 1\nexport async function onContinuePostLogin() {}`
    )
    expect(code).toMatch(/^exports\.onExecutePostLogin = onExecutePostLogin;$/m)
    expect(code).toMatch(/^exports\.onContinuePostLogin = onContinuePostLogin;$/m)
    expect(code).not.toMatch(/__|helper/)
  })

  it.each([
    ['TypeScript', 'mine.ts', 'export const onExecutePostLogin = async (event: object): Promise<void> => {}'],
    ['TypeScript as CommonJS', 'mine.cts', 'export const onExecutePostLogin = async (event: object) => {}'],
    ['an ES module', 'mine.mjs', 'export async function onExecutePostLogin() {}'],
    ['CommonJS', 'mine.js', 'exports.onExecutePostLogin = async () => {}'],
    ['CommonJS in one object', 'mine.cjs', 'module.exports = { onExecutePostLogin: async () => {} }']
  ])('may be %s, in a project that is CommonJS', async (_what, name, text) => {
    const files = { 'package.json': '{"type":"commonjs"}' }
    const { code, built } = await buildOne(text, { file: `actions/${name}`, files })
    expect(built?.name).toBe('mine')
    const module = { exports: {} as Record<string, unknown> }
    new Function('module', 'exports', code)(module, module.exports)
    expect(module.exports.onExecutePostLogin?.constructor.name).toBe('AsyncFunction')
  })

  it('keeps what stands in its texts', async () => {
    const { code } = await buildOne(`export const onExecutePostLogin = async () => \`a\n    b\``)
    expect(code).toContain('`a\n    b`')
  })

  it.each([
    ['of what it starts from', ['// <stdin>']],
    ['of one’s own file', ['// actions/mine.ts']],
    ['of a file of ours', [`// ../${relative(tmpdir(), library)}/core/errors.ts`, '// a0seal']]
  ])('keeps a text that looks like the name %s', async (_what, lines) => {
    const text = `one\n${lines.join('\n')}\n`
    const { code } = await buildOne(
      `import { createSealer } from 'a0seal'\n${action(`return [createSealer, \`${text}\`]`)}`
    )
    const module = { exports: {} as { onExecutePostLogin?: () => Promise<unknown[]> } }
    new Function('module', 'exports', 'require', code)(module, module.exports, createRequire(import.meta.url))
    expect((await module.exports.onExecutePostLogin?.())?.[1]).toBe(text)
  })

  it('has its secrets, packages and modules in what is deployed', async () => {
    const entry = {
      secrets: ['MINE', 'A0SEAL_KEYS'],
      dependencies: { '@x/y': '1.2.3' },
      modules: { shared: 2 }
    }
    const text = `import { a } from 'actions:shared'\n${action('const y = await import("@x/y"); a(y)')}`
    const { definition, built } = await buildOne(text, { entry })
    expect(definition).toMatchObject({
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      secrets: [
        { name: 'MINE', value: '@@MINE@@' },
        { name: 'A0SEAL_KEYS', value: '@@A0SEAL_KEYS@@' }
      ],
      dependencies: [{ name: '@x/y', version: '1.2.3' }],
      modules: [{ module_name: 'shared', module_version_number: 2 }]
    })
    expect(built).toMatchObject({
      secrets: { MINE: 'own', A0SEAL_KEYS: 'secret keys' },
      dependencies: { '@x/y': '1.2.3' },
      modules: { shared: 2 }
    })
  })

  it("has its packages in it, and asks for Node's own by their short names", async () => {
    const files = {
      'node_modules/pkg/package.json': '{"name":"pkg","main":"index.js"}',
      'node_modules/pkg/index.js': "exports.word = 'bundled'"
    }
    const text = `import { createHash } from 'node:crypto'\nimport fs from 'node:fs/promises'\nimport test from 'node:test'
import { word } from 'pkg'\n${action('createHash(word + fs + test)')}`
    const { code, built } = await buildOne(text, { files })
    expect(code).toContain("'bundled'".replaceAll("'", '"'))
    const required = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)
    expect(required).toEqual(['crypto', 'fs/promises', 'node:test'])
    expect(built?.inputs).toContain('node_modules/pkg/index.js')
  })

  it('gets the checked policy as data, for the environment of the build', async () => {
    const text = `import policy from '../a0seal.config.js'\n${action('return policy.namespace')}`
    const { code, built } = await buildOne(text)
    expect(code).toContain('namespace: "https://acme.example/"')
    expect(code).toContain('client_id: "hr-web-dev"')
    expect(code).not.toMatch(/definePolicy|ERR_POLICY|process\./)
    expect(built?.inputs).toEqual(['actions/mine.ts', 'policy'])
  })

  it('gets the library that builds it, and says so without a path of the machine', async () => {
    const { code, built } = await buildOne(
      `import { createSealer } from 'a0seal'\n${action('createSealer(event)')}`
    )
    expect(code).toContain('ERR_DECRYPT')
    expect(built?.inputs).toContain('a0seal/lib/sealer.ts')
    expect(built?.inputs.filter(file => /^[./]/.test(file))).toEqual([])
  })
})

describe("an Action of one's own is refused", () => {
  it.each<[string, string, RegExp, Options?]>([
    [
      'without a handler of its trigger',
      'export const onExecutePostChangePassword = async () => {}',
      /mine: exports none of onExecutePostLogin, onContinuePostLogin/
    ],
    [
      'with a handler that is not async',
      'export const onExecutePostLogin = () => Promise.resolve()',
      /mine: onExecutePostLogin is not an AsyncFunction/
    ],
    [
      'with a second handler that is not async',
      `${action()}\nexport const onContinuePostLogin = () => {}`,
      /mine: onContinuePostLogin is not an AsyncFunction/
    ],
    ['that does not parse', 'export const x = {', /mine: actions\/mine\.ts:1: /],
    [
      'with a package that is not there',
      `import x from '@acme/none/part'\n${action('x()')}`,
      /mine: actions\/mine\.ts:1: @acme\/none is not installed: npm install @acme\/none$/
    ],
    [
      'with a package of its list that is not there',
      `import x from 'none'\n${action('x()')}`,
      /mine: none is not installed here: npm install none$/,
      { entry: { dependencies: { none: '1.0.0' } } }
    ],
    [
      'with a package in its list that it does not import: it may be a name that somebody waits for',
      `import { word } from 'pkg'\n${action('return word')}`,
      /mine: its dependencies list pgk, which it does not import: .*; correct the name, or take it out$/,
      {
        entry: { dependencies: { pgk: '1.0.0' } },
        files: {
          'node_modules/pkg/package.json': '{"name":"pkg"}',
          'node_modules/pkg/index.js': 'exports.word = 1'
        }
      }
    ],
    [
      'with a module that it does not list',
      `import { x } from 'actions:shared'\n${action('x()')}`,
      /mine: requires actions:shared, which its list of modules does not have/
    ],
    [
      'above 100 kB',
      action(`return '${'x'.repeat(100_000)}'`),
      /mine: \d+ bytes, more than 100000: .* dependencies: \{/
    ],
    ['with what a deploy would replace', action("return '@@KEY@@'"), /mine: ## or @@/]
  ])('%s', async (_what, text, message, options) => {
    const error = await failure(text, options)
    expect(error).toMatchObject({ code: 'ERR_BUILD', message: expect.stringMatching(message) })
    expect(error.message).not.toMatch(/\/a0seal-test-|node_modules/)
  })

  it('where its top level throws, without what was thrown', async () => {
    const error = await failure(`const key = 'canary'\nthrow new TypeError(key)\n${action()}`)
    expect(error.message).toMatch(/mine: its top-level code throws TypeError in line 4 of code\.js/)
    expect(error.message).not.toContain('canary')
  })

  it.each([
    ['ends', 'process.exit(0)'],
    ['fails', "Promise.reject(new Error('canary'))"]
  ])('where it %s while it loads: %s', async (how, text) => {
    const error = await failure(`${action()}\n${text}`)
    expect(error.message).toMatch(new RegExp(`^ERR_BUILD: mine: actions/mine\\.ts ${how} while it loads: `))
    expect(error.message).not.toContain('canary')
  })

  it('where its file is not there, by its place in the policy', async () => {
    const folder = await createFolder()
    const triggers = { 'post-login': ['seal-attributes', { file: 'none.ts' }, 'release-attributes'] }
    await writeProject(folder, { 'a0seal.config.ts': ownPolicy(triggers) })
    const out = join(folder, 'dist')
    await expect(build({ config: join(folder, 'a0seal.config.ts'), out })).rejects.toMatchObject({
      code: 'ERR_BUILD',
      message: 'ERR_BUILD: triggers.post-login[1].file: none.ts is not there'
    })
    await mkdir(out, { recursive: true })
    expect(await contentsOf(out)).toEqual({})
  })
})

describe('the build warns', () => {
  it.each([
    ['event.secrets.OTHER', 'OTHER'],
    ['event.secrets?.OTHER', 'OTHER'],
    ["event.secrets['OTHER']", 'OTHER'],
    ['{ const { MINE, OTHER: other } = event.secrets; return other + MINE }', 'OTHER']
  ])('of a secret that is read and not listed: %s', async (read, name) => {
    const { warnings } = await buildOne(action(read.startsWith('{') ? read : `return ${read}`), {
      entry: { secrets: ['MINE'] }
    })
    expect(warnings).toEqual([
      `WARN_SECRET triggers.post-login[1]: mine reads event.secrets.${name}, which its secrets do not list`
    ])
  })

  it.each([
    ["api.redirect.sendUserTo('https://x.example')", 'sendUserTo'],
    ["api.authentication.challengeWith({ type: 'otp' })", 'challengeWith'],
    ["api.authentication.enrollWithAny([{ type: 'otp' }])", 'enrollWithAny'],
    ["api.prompt.render('form')", 'prompt.render']
  ])('of %s after the release, and not before', async (call, name) => {
    const folder = await createFolder()
    const late = {
      'post-login': ['seal-attributes', { file: 'early.ts' }, 'release-attributes', { file: 'late.ts' }]
    }
    const files = { 'a0seal.config.ts': ownPolicy(late), 'early.ts': action(call), 'late.ts': action(call) }
    await writeProject(folder, files)
    const { warnings } = await build({ config: join(folder, 'a0seal.config.ts'), out: join(folder, 'dist') })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/^WARN_RELEASED_EARLY triggers\.post-login\[3\]: late calls /)
    expect(warnings[0]).toContain(name)
  })
})

it('what has moved, or is no longer built, leaves nothing behind', async () => {
  const { folder, out } = await buildOne(action())
  const config = join(folder, 'a0seal.config.ts')
  await writeFile(config, ownPolicy({ 'post-login': ['seal-attributes', 'release-attributes'] }))
  await build({ config, out })
  expect(Object.keys(await contentsOf(out)).filter(file => file.includes('mine'))).toEqual([])
})
