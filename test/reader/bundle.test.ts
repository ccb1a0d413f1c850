import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** As an application's bundler does it. An import of a Node module fails the build. */
const bundle = async (name: string) => {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: `export { ${name} } from './lib/reader/index.js'`, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent'
  })
  const [output] = Object.values(metafile.outputs)
  const files = Object.keys(metafile.inputs).filter(
    file => file.startsWith('lib/') && !file.startsWith('lib/reader/')
  )
  return { code: outputFiles[0]?.text ?? '', files: files.sort(), imports: output?.imports ?? [] }
}

describe.each(['createReader', 'createBrowserReader'])('the bundle of %s', name => {
  it('has nothing of Node, and of the core what is pure', async () => {
    const { code, files, imports } = await bundle(name)
    expect(imports).toEqual([])
    expect(
      files.filter(
        file =>
          !/^lib\/core\/(errors|auth0\/json|format\/[\w-]+|seal\/canonical|policy\/inference)\.ts$/.test(file)
      )
    ).toEqual([])
    expect(code).not.toMatch(/\bBuffer\b|\bprocess\b|\brequire\(/)
  })

  it('has less than 60 kB', async () => {
    const { code } = await bundle(name)
    const bytes = Buffer.byteLength(code)
    console.log(`${name}: ${bytes} bytes minified, ${gzipSync(code).length} gzipped`)
    expect(bytes).toBeLessThan(60_000)
  })
})
