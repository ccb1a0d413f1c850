import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './commands.mjs'

/** @import { Shell } from './commands.mjs' */

const tsc = join(root, 'node_modules/typescript/bin/tsc')

/** Ways to compile: what is required from CommonJS only where TypeScript allows it. */
const ways = [
  { module: 'node16', moduleResolution: 'node16', files: ['module.mts', 'tenant.mts', 'commonjs.cts'] },
  {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    files: ['module.mts', 'tenant.mts', 'commonjs.cts', 'required.cts']
  },
  {
    module: 'preserve',
    moduleResolution: 'bundler',
    files: ['module.mts', 'tenant.mts', 'commonjs.cts', 'required.cts']
  }
]

/** @param {Shell} shell @param {{ files: string[], module: string, moduleResolution: string }} options */
const compile = async ({ folder, run }, { files, ...options }) => {
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'dom'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
    ...options
  }
  writeFileSync(join(folder, 'tsconfig.types.json'), JSON.stringify({ compilerOptions, files }))
  await run('node', [tsc, '-p', 'tsconfig.types.json'])
}

/**
 * Compiles programs of users against the packed types, and the files that `init` writes. What is in packages is checked too:
 * types of ours may lean on nothing that nobody has to install, be it those of Node.
 *
 * @param {Shell} shell
 */
export const compileTypes = async shell => {
  const { folder, run } = shell
  cpSync(join(root, 'test/package/programs'), folder, { recursive: true })
  for (const way of ways) await compile(shell, way)
  cpSync(join(root, 'template'), join(folder, 'template'), { recursive: true })
  await run('node', [tsc, '-p', 'template'])
}
