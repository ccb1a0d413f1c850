import { execFile, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const execute = promisify(execFile)

/**
 * Runs commands in a folder as a shell of its own would, with one Node first in the path.
 *
 * @param {string} folder is made
 * @param {string} [node] the folder of the binary
 */
export const createShell = (folder, node = dirname(process.execPath)) => {
  mkdirSync(folder, { recursive: true })
  const { npm_config_user_agent: _agent, NODE_OPTIONS: _options, ...inherited } = process.env
  const env = { ...inherited, PATH: `${node}${delimiter}${process.env.PATH}` }
  return {
    folder,
    /** @param {string} command @param {string[]} args @throws where it fails, with all it wrote */
    async run(command, args) {
      try {
        return await execute(command, args, { cwd: folder, env, maxBuffer: 2 ** 26 })
      } catch (error) {
        const { stdout, stderr } = /** @type {{ stdout: string, stderr: string }} */ (error)
        throw new Error(`${command} ${args.join(' ')} failed in ${folder}\n${stdout}\n${stderr}`)
      }
    },
    /**
     * Starts `a0seal tenant`, and ends it when the work is done.
     *
     * @template Result
     * @param {string[]} args @param {(tenant: object) => Promise<Result>} work
     */
    async withTenant(args, work) {
      const options = { cwd: folder, env, stdio: /** @type {const} */ (['ignore', 'pipe', 'inherit']) }
      const child = spawn('node_modules/.bin/a0seal', ['tenant', '--port', '0', '--json', ...args], options)
      const ended = new Promise(resolve => child.once('close', resolve))
      try {
        for await (const line of createInterface({ input: child.stdout })) return await work(JSON.parse(line))
        throw new Error('a0seal tenant ended before it was ready')
      } finally {
        child.kill()
        await ended
      }
    }
  }
}

/** @typedef {ReturnType<typeof createShell>} Shell */
