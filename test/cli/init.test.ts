import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentsOf, createFolders } from '../fixtures/folder.js'
import { runCli } from './run.js'

const createFolder = createFolders()

const init = async (folder: string) => {
  const { code, stdout, stderr } = await runCli(['init', folder, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

const all = [
  '.github/workflows/a0seal.yml',
  '.gitignore',
  'a0seal.config.ts',
  'actions/email-domain.ts',
  'package.json',
  'test/actions/email-domain.mjs',
  'test/actions/login.mjs',
  'tsconfig.json'
]

describe('a0seal init', () => {
  it('writes a project into a new folder, and says so', async () => {
    const folder = join(await createFolder(), 'new')
    const { code, stdout } = await runCli(['init', folder])
    expect(code).toBe(0)
    expect(Object.keys(await contentsOf(folder))).toEqual(all)
    for (const file of all) expect(stdout).toContain(`wrote  ${file}\n`)
    expect(stdout).toContain('npm install\n')
    expect(stdout).toContain('npm test')
  })

  it('changes nothing when it is run again', async () => {
    const folder = await createFolder()
    await init(folder)
    const before = await contentsOf(folder)
    const { written, added, left } = await init(folder)
    expect({ written, added }).toEqual({ written: [], added: {} })
    expect(left).toContain('a0seal.config.ts')
    expect(await contentsOf(folder)).toEqual(before)
  })

  it('keeps every file that is there, and adds to package.json and .gitignore what they lack', async () => {
    const folder = await createFolder()
    await mkdir(join(folder, 'actions'))
    const theirs = { 'actions/email-domain.ts': '// theirs\n', 'tsconfig.json': '{}\n' }
    for (const [file, text] of Object.entries(theirs)) await writeFile(join(folder, file), text)
    await writeFile(join(folder, '.gitignore'), 'node_modules\n/coverage')
    await writeFile(
      join(folder, 'package.json'),
      '{"type":"module","scripts":{"test":"vitest"},"dependencies":{"a0seal":"0.1.0"}}'
    )
    const { added, left, next } = await init(folder)
    const after = await contentsOf(folder)
    expect(after).toMatchObject(theirs)
    expect(after['.gitignore']).toMatch(/^node_modules\n\/coverage\ndist\/\n\.a0seal\/\n/)
    expect(JSON.parse(after['package.json'] ?? '').scripts.test).toBe('vitest')
    expect(added['package.json']).toEqual(['scripts.build', 'scripts.demo', 'scripts.tenant'])
    expect(left).toEqual(expect.arrayContaining(Object.keys(theirs)))
    expect(next).toContain('node --test test/actions/*.mjs the Actions, and a login on the local tenant')
    expect(next).toContain('npx a0seal demo                one login of your policy, step by step')
  })

  it('has the CI run npm test, and the tests of the Actions too where npm test runs others', async () => {
    const workflow = async (packageFile: string) => {
      const folder = await createFolder()
      await writeFile(join(folder, 'package.json'), packageFile)
      await init(folder)
      const text = (await contentsOf(folder))['.github/workflows/a0seal.yml'] ?? ''
      return [...text.matchAll(/- run: (.*)/g)].map(([, command]) => command)
    }
    expect(await workflow('{}')).toEqual(['npm ci', 'npm test', 'npx a0seal build'])
    expect(await workflow('{"scripts":{"test":"vitest"}}')).toEqual([
      'npm ci',
      'npm test',
      'node --test test/actions/*.mjs',
      'npx a0seal build'
    ])
  })

  it('says in one line which files of actions/ are not in triggers', async () => {
    const folder = await createFolder()
    await mkdir(join(folder, 'actions/old'), { recursive: true })
    for (const file of ['geo.js', 'old/code.cjs', 'types.d.ts', 'notes.md'])
      await writeFile(join(folder, 'actions', file), '')
    const { stdout } = await runCli(['init', folder])
    expect(stdout).toContain(
      'note   actions/geo.js, actions/old/code.cjs: not built, and not bound by an import of dist/ or a deploy, until named in triggers of a0seal.config.ts\n'
    )
    expect((await init(await createFolder())).unbound).toEqual([])
  })

  it('aligns what it says of each next step, however long the command', async () => {
    const folder = await createFolder()
    await writeFile(join(folder, 'package.json'), '{"name":"theirs","scripts":{"test":"vitest"}}')
    const { next } = await init(folder)
    const texts = ['the Actions,', 'one login', 'an Auth0 tenant', 'writes dist/', 'name your own']
    const columns = texts.map(text => next.find((step: string) => step.includes(text)).indexOf(text))
    expect(new Set(columns)).toEqual(new Set(['node --test test/actions/*.mjs '.length]))
  })

  it('writes .mts where the package is CommonJS, and every file names the other so', async () => {
    const folder = await createFolder()
    await writeFile(join(folder, 'package.json'), '{"name":"theirs"}')
    await init(folder)
    const contents = await contentsOf(folder)
    expect(Object.keys(contents)).toEqual(
      expect.arrayContaining(['a0seal.config.mts', 'actions/email-domain.mts'])
    )
    expect(Object.values(contents).join()).not.toMatch(/(email-domain|a0seal\.config)\.ts/)
  })

  it('leaves out the examples where there is a policy already', async () => {
    const folder = await createFolder()
    await writeFile(join(folder, 'a0seal.config.mjs'), 'export default 1\n')
    const { left, next } = await init(folder)
    expect(left).toContain('a0seal.config.mjs')
    expect(next.join()).not.toMatch(/npm test|test\/actions/)
    const contents = await contentsOf(folder)
    expect(JSON.parse(contents['package.json'] ?? '').scripts).not.toHaveProperty('test')
    expect(contents['.github/workflows/a0seal.yml']).not.toContain('npm test')
    expect(Object.keys(contents)).toEqual([
      '.github/workflows/a0seal.yml',
      '.gitignore',
      'a0seal.config.mjs',
      'package.json',
      'tsconfig.json'
    ])
  })

  it('takes up tests of Actions that are there, beside a policy', async () => {
    const folder = await createFolder()
    await mkdir(join(folder, 'test/actions'), { recursive: true })
    await writeFile(join(folder, 'test/actions/theirs.mjs'), '')
    await writeFile(join(folder, 'a0seal.config.mjs'), 'export default 1\n')
    expect((await init(folder)).next.join()).toContain('npm test ')
  })

  it('writes nothing where package.json is broken', async () => {
    const folder = await createFolder()
    await writeFile(join(folder, 'package.json'), '{')
    const { code, stderr } = await runCli(['init', folder])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^a0seal: ERR_USAGE: package\.json is not a JSON object/)
    expect(Object.keys(await contentsOf(folder))).toEqual(['package.json'])
  })

  it('writes through no link', async () => {
    const [folder, elsewhere] = [await createFolder(), await createFolder()]
    await symlink(join(elsewhere, 'policy.ts'), join(folder, 'a0seal.config.ts'))
    const { left } = await init(folder)
    expect(left).toContain('a0seal.config.ts')
    expect(await contentsOf(elsewhere)).toEqual({})
  })

  it('refuses a file in the place of the folder', async () => {
    const file = join(await createFolder(), 'file')
    await writeFile(file, '')
    const { code, stderr } = await runCli(['init', file])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^a0seal: ERR_USAGE: /)
  })
})
