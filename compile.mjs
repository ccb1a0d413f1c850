// Compiles lib/ into build/: what the commands, the workers and the package run.
import { fileURLToPath, pathToFileURL } from 'node:url'

/** @throws where esbuild is not installed, or a source does not parse */
export const compile = async () => {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    entryPoints: ['lib/**/*.ts'],
    outdir: 'build',
    outbase: 'lib',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning'
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await compile()
