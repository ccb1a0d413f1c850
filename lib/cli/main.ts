#!/usr/bin/env node
import { describeError } from './describe-error.js'

/** Before it, what the local tenant needs of Node is missing. */
const oldest = { major: 20, minor: 19 }

/** A reader that has seen enough, such as `head`: what is left to do is done, and written nowhere. */
const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
}
for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)

const start = async (): Promise<number> => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
    process.stderr.write(
      `a0seal: ERR_USAGE: Node ${process.versions.node} is too old: install Node ${oldest.major}.${oldest.minor} or newer\n`
    )
    return 2
  }
  try {
    // Loaded here: an older Node, or one that lacks our packages, fails while it loads them.
    const { run } = await import('./run.js')
    const { env, stdin, stdout, stderr } = process
    return await run(process.argv.slice(2), { env, stdin, stdout, stderr })
  } catch (error) {
    process.stderr.write(`a0seal: ${describeError(error)}\n`)
    return 1
  }
}

/** A connection that is being made holds the process for seconds, though nobody waits for its answer any more. */
const endNow = (code: number): void => {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
}

const interrupted = 3
process.exitCode = await start()
if (process.exitCode === interrupted) endNow(interrupted)
