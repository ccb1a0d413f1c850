import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { runCli } from '../cli/run.js'
import { contentsOf, createFolders } from '../fixtures/folder.js'

const createFolder = createFolders()
const root = fileURLToPath(new URL('../..', import.meta.url))

it('a0seal build is the same as `node build.mjs`', async () => {
  const [one, other] = [await createFolder(), await createFolder()]
  await promisify(execFile)(process.execPath, [join(root, 'build.mjs'), '--out', one], { cwd: root })
  expect((await runCli(['build', '--out', other])).code).toBe(0)
  expect(await contentsOf(one)).toEqual(await contentsOf(other))
  expect(await contentsOf(one)).toHaveProperty(['manifest.json'])
})
