import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { build, buildFiles } from '../../../lib/builder/build.js'
import { type LoadedPolicy, loadPolicy } from '../../../lib/builder/policy-file.js'
import { readDist } from '../../../lib/builder/read-dist.js'
import { createFolders } from '../../fixtures/folder.js'

const emptyFolder = createFolders()
const text = `import { definePolicy } from 'a0seal'
export default definePolicy({ namespace: 'https://acme.example/', slots: { one: { attributes: ['gender'] } } })`

let folder: string
let loaded: LoadedPolicy
beforeAll(async () => {
  folder = await emptyFolder()
  const config = join(folder, 'policy.ts')
  await writeFile(config, text)
  loaded = await loadPolicy({ config })
})

const built = async (change: (dist: string) => Promise<unknown> = async () => {}): Promise<string> => {
  const dist = await emptyFolder()
  await build({ config: loaded.config, out: dist })
  await change(dist)
  return dist
}
const changeManifest = (change: (text: string) => string) => async (dist: string) => {
  const file = join(dist, 'manifest.json')
  await writeFile(file, change(await readFile(file, 'utf8')))
}

describe('what an earlier build wrote', () => {
  it('is what a build of the same policy makes', async () => {
    const { manifest, files } = await readDist(await built(), loaded)
    const fresh = await buildFiles(loaded)
    expect(manifest).toEqual(fresh.manifest)
    expect(Object.keys(files)).toEqual([
      'actions/seal-attributes/code.js',
      'actions/release-attributes/code.js'
    ])
    for (const [file, code] of Object.entries(files)) expect(code).toBe(fresh.files[file])
  })

  it.each<[string, (dist: string) => Promise<unknown>, string]>([
    ['has no manifest', dist => rm(join(dist, 'manifest.json')), 'has no manifest'],
    [
      'is of another environment',
      changeManifest(json => json.replace('"env": "dev"', '"env": "prod"')),
      'is of another policy or environment'
    ],
    [
      'lacks a file',
      dist => rm(join(dist, 'actions/seal-attributes/code.js')),
      'lacks actions/seal-attributes/code.js'
    ],
    [
      'has another file',
      dist => writeFile(join(dist, 'actions/seal-attributes/code.js'), 'x\ny'),
      'has another actions/seal-attributes/code.js'
    ],
    [
      'names a file elsewhere',
      changeManifest(json => json.replaceAll('actions/seal-attributes/', '../../')),
      'names a file that is none of a build'
    ],
    [
      'names an Action by a path',
      changeManifest(json => json.replaceAll('seal-attributes', '../x')),
      'names a file that is none of a build'
    ]
  ])('is refused where it %s', async (_, change, message) => {
    await expect(readDist(await built(change), loaded)).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringContaining(message)
    })
  })
})
