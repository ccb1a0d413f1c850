import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { bundleOptions, compiledAtOnce, functionsForArrows } from '../build.mjs'

/**
 * @typedef {import('./candidates/candidate.js').Candidate} Candidate
 * @typedef {{ file: string, bytes: number, minifiedBytes: number }} SealBundle the sealing half alone
 */

const require = createRequire(import.meta.url)
const folder = fileURLToPath(new URL('candidates', import.meta.url))

/**
 * Bundles as `build.mjs` does it, the floor too. The peers are left as esbuild writes them: all of a large library compiled
 * at once would take longer.
 *
 * @param {string} name of the candidate
 * @param {string} outfile
 * @param {Pick<esbuild.BuildOptions, 'entryPoints' | 'stdin' | 'minify'>} options
 * @returns {Promise<number>} bytes
 */
const bundle = async (name, outfile, options) => {
  const isAtOnce = /^(floor|ours-)/.test(name) && !options.minify
  const { outputFiles } = await esbuild.build({
    ...bundleOptions,
    logLevel: 'warning',
    absWorkingDir: folder,
    ...(isAtOnce && functionsForArrows),
    ...options
  })
  const text = outputFiles[0]?.text ?? ''
  const code = isAtOnce ? compiledAtOnce(text) : text
  await writeFile(outfile, code)
  return Buffer.byteLength(code)
}

/** @param {string} name @param {string} out a folder @returns {Promise<Candidate>} */
export const loadCandidate = async (name, out) => {
  const outfile = join(out, `${name}.cjs`)
  await bundle(name, outfile, { entryPoints: [`${name}.ts`] })
  return require(outfile)
}

/** @param {string} name @param {string} out a folder @returns {Promise<SealBundle>} */
export const bundleSeal = async (name, out) => {
  const stdin = { contents: `export { createSeal } from './${name}.js'`, resolveDir: folder }
  const file = join(out, `${name}-seal.cjs`)
  const bytes = await bundle(name, file, { stdin })
  const minifiedBytes = await bundle(name, join(out, `${name}-seal.min.cjs`), { stdin, minify: true })
  return { file, bytes, minifiedBytes }
}

/** The core's key generator. @param {string} out a folder @returns {Promise<typeof import('../lib/core/jwe/generate.js')>} */
export const loadGenerator = async out => {
  const outfile = join(out, 'generate.cjs')
  await bundle('generate', outfile, {
    entryPoints: [fileURLToPath(new URL('../lib/core/jwe/generate.ts', import.meta.url))]
  })
  return require(outfile)
}
