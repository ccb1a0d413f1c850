import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { readPolicy } from '../../lib/builder/policy-file.js'
import { contentsOf, createFolders } from '../fixtures/folder.js'
import { writePolicy } from '../fixtures/policies/text.js'

const createFolder = createFolders()

describe('an environment', () => {
  it.each([
    ['a line feed', 'x\nexports.q=1'],
    ['a line separator', 'prod\u2028exports.p=1'],
    ['a paragraph separator', 'prod\u2029exports.p=1'],
    ['a carriage return', 'prod\rexports.p=1'],
    ['the end of a comment', 'prod*/'],
    ['a blank', 'my prod'],
    ['a letter that is not of ASCII', 'prød'],
    ['nothing', ''],
    ['65 characters', 'x'.repeat(65)]
  ])('with %s is refused, and nothing is written', async (_what, env) => {
    const out = await createFolder()
    const config = await writePolicy(await createFolder())
    const error = await build({ config, out, env }).catch(error => error)
    expect(error).toMatchObject({ code: 'ERR_USAGE' })
    expect(error.message).toMatch(/environment .* at most 64/)
    expect(await contentsOf(out)).toEqual({})
  })

  it('is refused before anything of the policy runs', async () => {
    const config = join(await createFolder(), 'policy.ts')
    await writeFile(config, "throw new Error('it ran')")
    const error = await readPolicy({ config, env: 'x\nexports.q=1' }).catch(error => error)
    expect(error).toMatchObject({ code: 'ERR_USAGE' })
  })

  it('is the only one that a policy is called for', async () => {
    const config = await writePolicy(await createFolder(), "{ staging: 'a', prod: 'b' }[env]")
    expect((await readPolicy({ config, env: 'prod' })).applications['hr-web']?.client_id).toBe('b')
    const error = await readPolicy({ config, env: 'test' }).catch(error => error)
    expect(error).toMatchObject({ code: 'ERR_POLICY' })
    for (const text of ['client_id', 'environment test']) expect(error.message).toContain(text)
  })

  it.each(['dev', 'eu-prod_2.1', 'x'.repeat(64)])('may be %s', async env => {
    const config = await writePolicy(await createFolder(), 'env')
    expect((await readPolicy({ config, env })).applications['hr-web']?.client_id).toBe(env)
  })
})

describe('the policy file', () => {
  const workIn = (folder: string) => vi.spyOn(process, 'cwd').mockReturnValue(folder)
  afterEach(() => void vi.restoreAllMocks())

  it.each(['ts', 'mts', 'js', 'mjs'])('is found where it is called a0seal.config.%s', async extension => {
    const folder = await createFolder()
    await writePolicy(folder, "'found'", `a0seal.config.${extension}`)
    workIn(folder)
    expect((await readPolicy()).applications['hr-web']?.client_id).toBe('found')
  })

  it('is missed by name where none is there', async () => {
    workIn(await createFolder())
    await expect(readPolicy()).rejects.toMatchObject({
      code: 'ERR_POLICY',
      message: expect.stringMatching(
        /a0seal\.config\.ts, .*\.mts, .*\.js, .*\.mjs: npx a0seal init writes one/
      )
    })
  })

  it.each([
    ['throws', "throw new TypeError('no such thing')", /\.js throws: no such thing$/],
    ['throws an error of Node, with a code', "new URL('x')", /Invalid URL/],
    ['reads JSON that is none', `JSON.parse('CANARY')`, /: it reads something that is no JSON$/],
    ['throws what is no error', 'throw undefined', /no error/],
    [
      'is CommonJS',
      "const { definePolicy } = require('a0seal')\nmodule.exports = definePolicy({})",
      /\.js is CommonJS: write `import` and `export default`/
    ],
    ['has no default export', 'export const policy = 1', /definePolicy/],
    ['is no JavaScript', 'export default {', /ERR_POLICY/]
  ])('that %s is ERR_POLICY', async (_what, text, message) => {
    const config = join(await createFolder(), 'a0seal.config.js')
    await writeFile(config, text)
    const error = await readPolicy({ config }).catch(error => error)
    expect(error).toMatchObject({ code: 'ERR_POLICY' })
    expect(error.message).toMatch(message)
  })
})
