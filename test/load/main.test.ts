import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runChild } from '../cli/run.js'

const main = fileURLToPath(new URL('../../build/cli/main.js', import.meta.url))

describe('a0seal as a process', () => {
  it('ends with the code that the command says', async () => {
    expect(await runChild(['keys', 'inspect', 'nowhere.json'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'a0seal: ERR_USAGE: nowhere.json: is not there: name a file that is\n'
    })
    expect((await runChild(['nothing'])).code).toBe(2)
    expect((await runChild(['--version'])).code).toBe(0)
  })

  it('does what is left to do where nobody reads on, as in a pipe to head', async () => {
    const child = spawn(process.execPath, [main, 'tenant', '--print-seed'])
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', text => {
      stderr += text
    })
    const [code] = await once(child, 'close')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('ends where npx was ended, which ends no more than the shell between', async () => {
    const command = `"${process.execPath}" "${main}" tenant --json --port 0 --https-port 0; true`
    const env = { ...process.env, npm_lifecycle_event: 'npx' }
    const shell = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    let stdout = ''
    for await (const text of shell.stdout) {
      stdout += text
      if (stdout.includes('\n')) break
    }
    const { issuer } = JSON.parse(stdout) as { issuer: string }
    expect((await fetch(issuer)).ok).toBe(true)
    shell.kill('SIGTERM')
    await expect.poll(() => fetch(issuer).catch(() => 'ended'), { timeout: 10_000 }).toBe('ended')
  }, 30_000)

  it.each([
    ['18.20.4', 'a0seal: ERR_USAGE: Node 18.20.4 is too old: install Node 20.19 or newer\n', 2],
    ['20.18.0', 'a0seal: ERR_USAGE: Node 20.18.0 is too old: install Node 20.19 or newer\n', 2],
    [process.versions.node, '', 0]
  ])('says that Node %s is too old, where it is', async (version, said, exitCode) => {
    const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`
    const child = spawn(process.execPath, ['--import', pretend, main, '--version'])
    let stderr = ''
    child.stderr.on('data', text => {
      stderr += text
    })
    const [code] = await once(child, 'close')
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: said })
  })
})
