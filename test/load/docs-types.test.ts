import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { root, source, writeExamples } from '../docs/library-examples.js'
import { createFolders } from '../fixtures/folder.js'

const createFolder = createFolders()

it('the examples of docs/library have no type errors', async () => {
  const folder = await createFolder()
  await writeExamples(folder)
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      paths: { a0seal: [source] },
      typeRoots: [join(root, 'node_modules/@types')]
    },
    include: ['.'],
    exclude: []
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json')
  const compile = () =>
    execFileSync(process.execPath, [join(dirname(typescript), 'bin/tsc'), '-p', folder], { encoding: 'utf8' })
  expect(compile()).toBe('')
})
