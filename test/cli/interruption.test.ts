import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { finishing, unlessInterrupted } from '../../lib/cli/interruption.js'
import { createFolders } from '../fixtures/folder.js'
import { ownPolicy } from '../fixtures/own-actions.js'
import { runCli } from './run.js'

const createFolder = createFolders()
const policy = ownPolicy({ 'post-login': ['seal-attributes', 'release-attributes'] })

describe('work that fails as it is interrupted', () => {
  const fail = () => Promise.reject(new Error('the service was stopped'))

  it('comes to nothing, also where the signal is heard of after the failure', async () => {
    const failing = (interrupted: AbortSignal) =>
      unlessInterrupted(interrupted, () => {
        setImmediate(() => process.emit('SIGHUP'))
        return fail()
      })
    expect(await finishing(failing)).toBeUndefined()
  })

  it('fails where nothing interrupted it, and gives what it came to', async () => {
    const { signal } = new AbortController()
    await expect(unlessInterrupted(signal, fail)).rejects.toThrow('the service was stopped')
    expect(await unlessInterrupted(signal, async () => 1)).toBe(1)
    expect(await unlessInterrupted(AbortSignal.abort(), async () => 1)).toBe(1)
  })

  it.each([
    ['tenant', 3, ''],
    ['demo', 1, 'a0seal: interrupted\n']
  ])('says nothing of the failure in a0seal %s', async (command, code, stderr) => {
    const config = join(await createFolder(), 'a0seal.config.ts')
    await writeFile(config, "process.emit('SIGHUP')\nthrow new Error('the service was stopped')\n")
    const port = command === 'tenant' ? ['--port', '0'] : []
    expect(await runCli([command, '--config', config, ...port])).toEqual({ code, stdout: '', stderr })
  })

  it('ends a0seal tenant as interrupted where its start did not fail, too', async () => {
    const config = join(await createFolder(), 'a0seal.config.ts')
    await writeFile(config, `process.emit('SIGHUP')\n${policy}`)
    const finished = await runCli(['tenant', '--config', config, '--port', '0'])
    expect(finished).toEqual({ code: 3, stdout: '', stderr: '' })
  })
})
