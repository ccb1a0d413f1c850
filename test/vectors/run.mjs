// `npm run test:vectors -- FOLDER`: our pinned values and the published vectors of that folder, on every Node version that
// `npm run test:runtimes` fetched, and on this one. Says what was skipped; in CI that is a failure.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const cache = resolve(here, '../../.cache')
const versions = ['18', '20', '22']

/** @param {string} why */
const skip = why => {
  console.log(`skipped: ${why}`)
  if (process.env.CI) process.exitCode = 1
}

/** The Node versions of `test:runtimes`, else the one that runs this. */
const nodes = () => {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const binaries = versions.flatMap(version => {
    const binary = join(cache, `node-${version}`, 'node_modules', name, 'bin', 'node')
    if (existsSync(binary)) return [binary]
    skip(`Node ${version} is not in .cache; \`npm run test:runtimes\` fetches it`)
    return []
  })
  return binaries.length > 0 ? binaries : [process.execPath]
}

const [argument] = process.argv.slice(2)
const published = argument && resolve(argument)
const isThere = published !== undefined && existsSync(join(published, 'wycheproof'))
if (!isThere)
  skip(published ? `no published vectors in ${argument}` : 'no folder with published vectors was named')

const folder = await mkdtemp(join(tmpdir(), 'a0seal-vectors-'))
try {
  const outfile = join(folder, 'vectors.cjs')
  await esbuild.build({
    entryPoints: [join(here, 'vectors.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning'
  })
  for (const node of nodes()) {
    const args = [outfile, join(here, 'pinned'), ...(isThere ? [published] : [])]
    try {
      execFileSync(node, args, { stdio: 'inherit', env: {} })
    } catch {
      process.exitCode = 1
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
