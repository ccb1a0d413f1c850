import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentsOf, createFolders } from '../fixtures/folder.js'
import { ownPolicy, writeProject } from '../fixtures/own-actions.js'
import { runCli } from './run.js'

const createFolder = createFolders()

describe('a0seal build', () => {
  it('refuses what is no name of an environment as wrong usage, and writes nothing', async () => {
    const out = await createFolder()
    const { code, stderr } = await runCli(['build', '--out', out, '--env', 'x\nexports.q=1'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/the name of an environment has letters/)
    expect(await contentsOf(out)).toEqual({})
  })

  it('says on standard error what may not be meant, and on standard output what was built', async () => {
    const folder = await createFolder()
    const triggers = { 'post-login': [{ file: 'mine.js' }, 'seal-attributes', 'release-attributes'] }
    const files = {
      'a0seal.config.mts': ownPolicy(triggers),
      'mine.js': 'exports.onExecutePostLogin = async event => event.secrets.NONE'
    }
    await writeProject(folder, files)
    const config = join(folder, 'a0seal.config.mts')
    const { code, stdout, stderr } = await runCli([
      'build',
      '--config',
      config,
      '--out',
      join(folder, 'dist'),
      '--json'
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).triggers['post-login']).toEqual([
      'mine',
      'seal-attributes',
      'release-attributes'
    ])
    expect(stderr).toMatch(/^a0seal: WARN_SEAL_NOT_FIRST .*\na0seal: WARN_SECRET .*\n$/)
  })
})
