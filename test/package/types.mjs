import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './commands.mjs'

/** @import { Shell } from './commands.mjs' */

const tsc = join(root, 'node_modules/typescript/bin/tsc')

/** Ways to compile: what is required from CommonJS only where TypeScript allows it. */
const ways = [
  { module: 'node16', moduleResolution: 'node16', files: ['module.mts', 'commonjs.cts'] },
  { module: 'nodenext', moduleResolution: 'nodenext', files: ['module.mts', 'commonjs.cts', 'required.cts'] },
  { module: 'preserve', moduleResolution: 'bundler', files: ['module.mts', 'commonjs.cts', 'required.cts'] }
]

/** Compiles programs of users against the packed types, and the files that `init` writes. @param {Shell} shell */
export const compileTypes = async ({ folder, run }) => {
  cpSync(join(root, 'test/package/types'), folder, { recursive: true })
  for (const { files, ...way } of ways) {
    const compilerOptions = {
      ...way,
      target: 'es2023',
      lib: ['es2023', 'dom'],
      strict: true,
      noEmit: true,
      types: []
    }
    writeFileSync(join(folder, 'tsconfig.types.json'), JSON.stringify({ compilerOptions, files }))
    await run('node', [tsc, '-p', 'tsconfig.types.json'])
  }
  cpSync(join(root, 'template'), join(folder, 'template'), { recursive: true })
  await run('node', [tsc, '-p', 'template'])
}
