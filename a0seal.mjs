// Compiles, and runs `a0seal`, in one process. The scripts of package.json `exec` it: a shell keeps a signal of npm to itself.
import { compile } from './compile.mjs'

// npm passes on SIGINT and SIGTERM only. That anything else has ended it, its child learns by having another parent.
const parent = process.ppid
if (process.env.npm_lifecycle_event !== undefined)
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGHUP')
  }, 500).unref()

try {
  await compile()
} catch (error) {
  const isAbsent = /** @type {{ code?: string }} */ (error).code === 'ERR_MODULE_NOT_FOUND'
  const why = isAbsent
    ? 'esbuild is not installed: run npm ci, with its optional packages'
    : 'lib/ does not compile'
  process.stderr.write(`a0seal: ERR_USAGE: ${why}\n`)
  process.exit(1)
}
await import(new URL('build/cli/main.js', import.meta.url).href)
