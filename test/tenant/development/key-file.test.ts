import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDevelopmentKeys, type DevelopmentKeys } from '../../../lib/builder/development-keys.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { parsePublicKeys } from '../../../lib/core/seal/write-only.js'
import { keepKeys, keyFileFor } from '../../../lib/tenant/development/key-file.js'
import { createFolders } from '../../fixtures/folder.js'

const emptyFolder = createFolders()
const needing = (secrets: Record<string, string>) => (known: DevelopmentKeys) =>
  createDevelopmentKeys({ actions: [{ secrets }] as never }, known)
const both = needing({ KEYS: 'secret keys', APP: 'public key', MAC: 'MAC key', THEIRS: 'own' })

describe('the file of development keys', () => {
  test('is beside the data file, or in a folder of the project', () => {
    expect(keyFileFor({ data: 'x/state.json', config: 'y/a0seal.config.ts' })).toBe('x/state.keys.json')
    expect(keyFileFor({ config: 'y/a0seal.config.ts' })).toBe(join('y', '.a0seal', 'development-keys.json'))
    expect(keyFileFor({})).toBe(join('.a0seal', 'development-keys.json'))
  })

  test('keeps the keys, for its owner only and out of the history of the project', async () => {
    const folder = join(await emptyFolder(), '.a0seal')
    const file = join(folder, 'development-keys.json')
    const first = await keepKeys(file, both)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'development-keys.json'])
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
    expect(await keepKeys(file, both)).toEqual(first)
    expect(first.secrets).not.toHaveProperty('THEIRS')
    expect(parsePublicKeys(String(first.secrets.APP)).first.kid).toBe(first.privateKeys.APP?.kid)
    expect(first.secrets.APP).not.toContain(String(first.privateKeys.APP?.d))
    expect(parseSecretKeys(first.secrets.KEYS).byKid.size).toBe(1)
  })

  test('gets what a policy needs more, and loses nothing', async () => {
    const file = join(await emptyFolder(), 'state.keys.json')
    const first = await keepKeys(file, both)
    const second = await keepKeys(file, needing({ INDEX: 'index keys' }))
    expect(second.secrets).toEqual({ ...first.secrets, INDEX: expect.any(String) })
    expect(await keepKeys(file, both)).toEqual(second)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('is made once, however many start at the same time', async () => {
    const folder = await emptyFolder()
    const file = join(folder, 'state.keys.json')
    const all = await Promise.all(Array.from({ length: 8 }, () => keepKeys(file, both)))
    for (const keys of all) expect(keys).toEqual(all[0])
    expect(await readdir(folder)).toEqual(['state.keys.json'])
  })

  test('is not made where no key is needed', async () => {
    const folder = await emptyFolder()
    await keepKeys(join(folder, 'state.keys.json'), needing({ THEIRS: 'own' }))
    expect(await readdir(folder)).toEqual([])
  })

  test.each(['', 'not JSON', '[]', '{"KEYS":{"kty":"oct"}}'])(
    'stays as it is where it holds %j',
    async text => {
      const file = join(await emptyFolder(), 'state.keys.json')
      await writeFile(file, text)
      await expect(keepKeys(file, both)).rejects.toMatchObject({
        code: 'ERR_USAGE',
        message: expect.stringContaining('holds no development keys')
      })
      expect(await readFile(file, 'utf8')).toBe(text)
    }
  )
})
