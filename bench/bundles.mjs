import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

/**
 * @typedef {import('./candidates/candidate.js').Candidate} Candidate
 * @typedef {{ file: string, bytes: number, minifiedBytes: number }} SealBundle the sealing half alone
 */

const require = createRequire(import.meta.url)
const folder = fileURLToPath(new URL('candidates', import.meta.url))

/** As `build.mjs` bundles an Action. @param {esbuild.BuildOptions} options */
const bundle = options =>
  esbuild.build({
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: folder,
    ...options
  })

/** @param {string} name @param {string} out a folder @returns {Promise<Candidate>} */
export const loadCandidate = async (name, out) => {
  const outfile = join(out, `${name}.cjs`)
  await bundle({ entryPoints: [`${name}.ts`], outfile })
  return require(outfile)
}

/** @param {string} name @param {string} out a folder @returns {Promise<SealBundle>} */
export const bundleSeal = async (name, out) => {
  const stdin = { contents: `export { createSeal } from './${name}.js'`, resolveDir: folder }
  const sizes = []
  for (const minify of [true, false]) {
    const { metafile } = await bundle({
      stdin,
      outfile: join(out, `${name}-seal${minify ? '.min' : ''}.cjs`),
      metafile: true,
      minify
    })
    sizes.push(Object.values(metafile?.outputs ?? {})[0]?.bytes ?? Number.NaN)
  }
  const [minifiedBytes = Number.NaN, bytes = Number.NaN] = sizes
  return { file: join(out, `${name}-seal.cjs`), bytes, minifiedBytes }
}

/** The core's key generator. @param {string} out a folder @returns {Promise<typeof import('../lib/core/jwe/generate.js')>} */
export const loadGenerator = async out => {
  const outfile = join(out, 'generate.cjs')
  await bundle({
    entryPoints: [fileURLToPath(new URL('../lib/core/jwe/generate.ts', import.meta.url))],
    outfile
  })
  return require(outfile)
}
