import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { contentsOf, createFolders } from '../fixtures/folder.js'

const config = fileURLToPath(new URL('../fixtures/policies/full.policy.ts', import.meta.url))
const createFolder = createFolders()

const buildFiles = async (options: object) => {
  const out = await createFolder()
  const { manifest } = await build({ config, ...options, out })
  return { manifest, files: await contentsOf(out) }
}

describe('a build without Rules', () => {
  it('writes none: a deploy would try to import them', async () => {
    const { manifest, files } = await buildFiles({})
    expect(manifest).not.toHaveProperty('rules')
    expect(Object.keys(files).filter(file => /rules/.test(file))).toEqual([])
  })
})

describe('a build with Rules', () => {
  let built: Awaited<ReturnType<typeof buildFiles>>
  beforeAll(async () => {
    built = await buildFiles({ rules: true })
  })
  const rules = () => {
    const { manifest, files } = built
    return (manifest.rules ?? []).map(rule => ({ ...rule, code: files[rule.file] ?? '' }))
  }

  it('has a Rule for each Action at login, in the same order', () => {
    const atLogin = built.manifest.actions.filter(({ trigger }) => trigger === 'post-login')
    expect(rules().map(({ name }) => name)).toEqual(atLogin.map(({ name }) => name))
  })

  it('makes one function expression of each', () => {
    for (const { name, code } of rules()) {
      const rule: unknown = new Function(`return (${code})`)()
      expect(rule).toHaveLength(3)
      const [first, second = ''] = code.split('\n')
      expect(first).toBe('function (user, context, callback) {')
      for (const text of [name, built.manifest.version, built.manifest.policy]) expect(second).toContain(text)
    }
  })

  it('requires crypto and nothing else, and has nothing that a deploy would replace', () => {
    for (const { code } of rules()) {
      expect(code).not.toMatch(/\brequire\((?!"crypto"\))|\bimport\(|node:|process\.|globalThis|eval\(|##|@@/)
      expect(code).not.toMatch(/\bexports\b/)
    }
  })

  it('is made of the core, one Rule and the policy', () => {
    for (const { name, inputs } of rules()) {
      const others = inputs.filter(file => !/^lib\/(core|rules)\/[\w/-]+\.ts$/.test(file))
      expect(others.sort()).toEqual(['policy', `rules/${name}.ts`])
    }
  })

  it('describes each as auth0-deploy-cli reads it, and in the manifest', () => {
    rules().forEach(({ name, code, bytes, sha256, secrets }, index) => {
      expect(JSON.parse(built.files[`rules/${name}.json`] ?? '')).toEqual({
        name,
        script: `./${name}.js`,
        stage: 'login_success',
        order: index + 1,
        enabled: true
      })
      expect(bytes).toBe(Buffer.byteLength(code))
      expect(sha256).toBe(createHash('sha256').update(code.replace(/^.*\n/, '')).digest('hex'))
      expect(secrets).toEqual(built.manifest.actions.find(action => action.name === name)?.secrets)
    })
  })

  it('leaves the Actions as they are', async () => {
    const { files } = await buildFiles({})
    for (const [file, content] of Object.entries(files)) {
      if (file !== 'manifest.json') expect(built.files[file]).toBe(content)
    }
    expect(built.files['tenant.yaml']).not.toMatch(/rules/)
  })
})
