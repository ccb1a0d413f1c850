// Compiles lib/ into build/: what the commands, the workers and the package run.
import { fileURLToPath, pathToFileURL } from 'node:url'

/** @throws where esbuild is not installed, or a source does not parse */
export const compile = async () => {
  const { build } = await import('esbuild')
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    outdir: 'build',
    outbase: 'lib',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning'
  }
  await build({ ...options, entryPoints: ['lib/**/*.ts'] })
  // In one file: a thread that loads sixty of them takes twice the time to start.
  await build({
    ...options,
    entryPoints: ['lib/runtime/thread/worker.ts'],
    bundle: true,
    packages: 'external'
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await compile()
