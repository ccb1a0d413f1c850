// Runs the built Actions, and the published test vectors, on the Node versions that Auth0 offers and we support.
// The binaries are npm packages, fetched into .cache; without them the script says that it skipped, which in CI fails.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { build } from '#builder/build'
import { nodeBinary } from './node-binary.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const versions = ['18', '20', '22']

/** @param {string} why */
const skip = why => {
  console.log(`skipped: ${why}`)
  if (process.env.CI) process.exitCode = 1
}

const folder = mkdtempSync(join(tmpdir(), 'a0seal-runtimes-'))
try {
  const dist = join(folder, 'dist')
  const config = join(root, 'a0seal.config.ts')
  await build({ config, out: dist })
  await esbuild.build({
    entryPoints: [join(root, 'test/runtimes/actions.ts')],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning'
  })
  for (const version of versions) {
    const binary = nodeBinary(version)
    if (!binary) {
      skip(`Node ${version} could not be fetched`)
      continue
    }
    execFileSync(binary, [join(folder, 'actions.cjs'), dist], { stdio: 'inherit', env: {} })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
