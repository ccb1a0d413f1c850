import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { describeError } from '../../lib/cli/describe-error.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair, keySetText } from '../fixtures/keys.js'
import { runCli } from './run.js'

const emptyFolder = createFolders()
const fileWith = async (text: string, name = 'file.json'): Promise<string> => {
  const file = join(await emptyFolder(), name)
  await writeFile(file, text, { mode: 0o600 })
  return file
}
/** What is said: one line, and no stack. */
const said = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCli(args)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^a0seal: ERR_[A-Z_]+: [^\n]*\n$/)
  expect(code).toBe(stderr.startsWith('a0seal: ERR_USAGE') ? 2 : 1)
  return { code, stderr }
}

describe('a command that cannot do what it is told says why, in one line', () => {
  it('where the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await said('tenant', '--port', String(port))
    expect(code).toBe(2)
    expect(stderr).toContain(`ERR_USAGE: port ${port} is taken: end what listens there, or name another`)
  })

  it('where the seed is not there, or is not JSON', async () => {
    expect((await said('tenant', '--seed', 'no-seed.json')).stderr).toContain('no-seed.json is not there')
    const { stderr } = await said('tenant', '--seed', await fileWith('{ "canary": '))
    expect(stderr).toContain('is not JSON: npx a0seal tenant --print-seed shows a seed')
    expect(stderr).not.toContain('canary')
  })

  it('where the folder of the data file is not there', async () => {
    const folder = join(await emptyFolder(), 'none')
    const { stderr } = await said('tenant', '--data', join(folder, 'data.json'))
    expect(stderr).toContain(`${folder} is not there`)
  })

  it('where there is no policy, or it is wrong', async () => {
    expect((await said('build', '--config', 'nowhere.ts')).stderr).toContain('ERR_POLICY: ')
    const config = await fileWith("throw new Error('the staging ids are missing')", 'policy.ts')
    expect((await said('build', '--config', config)).stderr).toContain('the staging ids are missing')
  })

  it('where a Action would get private keys as a secret', async () => {
    const file = await fileWith(keySetText(keyPair(1).privateJWK))
    const { code, stderr } = await said('keys', 'secret', file)
    expect(code).toBe(1)
    expect(stderr).toContain('ERR_PRIVATE_KEY')
    expect(stderr).toContain(`a0seal keys public ${file}`)
    expect(stderr).not.toContain(String(keyPair(1).privateJWK.d))
  })
})

describe('wrong usage', () => {
  it.each([
    [['keys', 'generate'], "required option '--out <file>' not specified", 'a0seal keys generate'],
    [['tenant', '--port', 'x'], 'a port is 0 to 65535', 'a0seal tenant'],
    [['build', '--nope'], "unknown option '--nope'", 'a0seal build']
  ])('%j is one sentence, and where to read on', async (args, message, path) => {
    const { code, stdout, stderr } = await runCli(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^a0seal: ERR_USAGE: /)
    expect(stderr).toContain(message)
    expect(stderr.endsWith(`See ${path} --help.\n`)).toBe(true)
    expect(stderr).not.toContain('Usage:')
  })
})

describe('what is said of an error', () => {
  it.each([
    [
      { code: 'ERR_MODULE_NOT_FOUND', message: "Cannot find package 'esbuild' imported from /home/ann/a.js" },
      'ERR_USAGE: esbuild is not installed: the commands need npm install --include=optional'
    ],
    [{ code: 'EACCES', port: 80 }, 'ERR_USAGE: port 80 may not be used: name one above 1023'],
    [new Error('unheard of'), 'ERR_UNEXPECTED: unheard of'],
    ['a text', 'ERR_UNEXPECTED: something that is no error was thrown']
  ])('%j', (error, text) => {
    expect(describeError(error)).toBe(text)
  })
})
