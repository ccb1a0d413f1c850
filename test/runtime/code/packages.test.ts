import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packagesFrom } from '../../../lib/runtime/code/packages.js'
import { createFolders } from '../../fixtures/folder.js'

const createFolder = createFolders()
const messageFrom = (folder: string, request: string): string => {
  try {
    packagesFrom(join(folder, 'action.js'))(request)
  } catch (thrown) {
    return String(thrown)
  }
  return 'loaded'
}

it.each([
  ['no-such-package', 'npm install no-such-package'],
  ['@acme/no-such/part', 'npm install @acme/no-such'],
  ['./other.js', 'Bundle what it requires']
])('says what to do about %s, without a path of this machine', async (request, next) => {
  const folder = await createFolder()
  const message = messageFrom(folder, request)
  expect(message).toContain(request)
  expect(message).toContain(next)
  expect(message).not.toContain(folder)
})

it('says so where a file requires what is missing', async () => {
  const folder = await createFolder()
  await writeFile(join(folder, 'part.js'), `require('no-such-package')`)
  expect(messageFrom(folder, './part.js')).not.toContain(folder)
})

it('leaves the errors of what it loads alone, and loads what is there', async () => {
  const folder = await createFolder()
  await writeFile(join(folder, 'part.js'), `throw new Error('own')`)
  expect(messageFrom(folder, './part.js')).toBe('Error: own')
  expect(messageFrom(folder, 'node:crypto')).toBe('loaded')
})
