import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = import.meta.dirname

/** Why the tests cannot run, or undefined where they can. */
const whyNot = (): string | undefined => {
  if (existsSync(join(folder, 'node_modules'))) return undefined
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
  return status === 0 ? undefined : 'npm ci failed in test/clients'
}

/** The clients live in a folder of their own, so that nobody installs them who does not run these tests. */
export const setup = (): void => {
  const reason = whyNot()
  if (reason === undefined) return
  if (process.env.CI) throw new Error(`the client tests cannot run: ${reason}`)
  console.log(`skipped: ${reason}`)
  process.exit(0)
}
