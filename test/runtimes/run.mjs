// Runs the built Actions, and the published test vectors, on the Node versions that Auth0 offers and we support.
// The binaries are npm packages, fetched into .cache; without them the script says that it skipped, which in CI fails.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { build } from '#builder/build'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const versions = ['18', '20', '22']

/** @param {string} version the path of the binary, or undefined where it cannot be had */
const nodeBinary = version => {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const folder = join(root, '.cache', `node-${version}`)
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  if (existsSync(binary)) return binary
  mkdirSync(folder, { recursive: true })
  spawnSync('npm', ['install', '--no-save', '--no-package-lock', '--prefix', folder, `${name}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  return existsSync(binary) ? binary : undefined
}

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
