import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

/**
 * @typedef {import('./candidates/candidate.js').Candidate} Candidate
 * @typedef {{ file: string, bytes: number, minifiedBytes: number }} SealBundle the sealing half alone
 */

/** @type {typeof import('../lib/builder/bundle.js')} */
const { bundleOptions } = await import(new URL('../build/builder/bundle.js', import.meta.url).href)

const require = createRequire(import.meta.url)
const folder = fileURLToPath(new URL('candidates', import.meta.url))

/**
 * Bundles as the build does it.
 *
 * @param {string} outfile
 * @param {Pick<esbuild.BuildOptions, 'entryPoints' | 'stdin' | 'minify'>} options
 * @returns {Promise<number>} bytes
 */
const bundle = async (outfile, options) => {
  const { outputFiles } = await esbuild.build({
    ...bundleOptions,
    logLevel: 'warning',
    absWorkingDir: folder,
    ...options
  })
  const code = outputFiles[0]?.text ?? ''
  await writeFile(outfile, code)
  return Buffer.byteLength(code)
}

/** @param {string} name @param {string} out a folder @returns {Promise<Candidate>} */
export const loadCandidate = async (name, out) => {
  const outfile = join(out, `${name}.cjs`)
  await bundle(outfile, { entryPoints: [`${name}.ts`] })
  return require(outfile)
}

/** @param {string} name @param {string} out a folder @returns {Promise<SealBundle>} */
export const bundleSeal = async (name, out) => {
  const stdin = { contents: `export { createSeal } from './${name}.js'`, resolveDir: folder }
  const file = join(out, `${name}-seal.cjs`)
  const bytes = await bundle(file, { stdin })
  const minifiedBytes = await bundle(join(out, `${name}-seal.min.cjs`), { stdin, minify: true })
  return { file, bytes, minifiedBytes }
}

/** The core's key generator. @param {string} out a folder @returns {Promise<typeof import('../lib/core/jwe/generate.js')>} */
export const loadGenerator = async out => {
  const outfile = join(out, 'generate.cjs')
  await bundle(outfile, {
    entryPoints: [fileURLToPath(new URL('../lib/core/jwe/generate.ts', import.meta.url))]
  })
  return require(outfile)
}
