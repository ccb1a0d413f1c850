import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path/posix'
import { expect, test } from 'vitest'

const maxFiles = 20
const maxLines = 250

/** Folders with one file per resource of Auth0's Management API. */
const perResource = ['lib/tenant/management']

type Folder = { path: string; files: string[] }

/** The folders below a path, with what is in each itself. */
const foldersOf = async (path: string): Promise<Folder[]> => {
  const entries = await readdir(path, { withFileTypes: true })
  const below = entries.filter(entry => entry.isDirectory() && entry.name !== 'node_modules')
  const files = entries.filter(entry => entry.isFile()).map(({ name }) => join(path, name))
  return [
    { path, files },
    ...(await Promise.all(below.map(({ name }) => foldersOf(join(path, name))))).flat()
  ]
}

const tooFull = (folders: readonly Folder[]): string[] =>
  folders
    .filter(({ path, files }) => files.length > maxFiles && !perResource.includes(path))
    .map(({ path, files }) => `${path}: ${files.length} files`)

const tooLong = (texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts)
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ file, lines }) => `${file}: ${lines} lines`)

test.each(['lib', 'test', 'docs', 'bench', 'examples'])('no folder of %s is too full', async root => {
  expect(tooFull(await foldersOf(root))).toEqual([])
})

test('no file of lib is too long', async () => {
  const files = (await foldersOf('lib')).flatMap(folder => folder.files)
  const texts = await Promise.all(files.map(async file => [file, await readFile(file, 'utf8')] as const))
  expect(tooLong(Object.fromEntries(texts))).toEqual([])
})

test('what is at a limit is not above it', () => {
  const files = (count: number) => new Array<string>(count).fill('a.ts')
  const lines = (count: number) => 'a\n'.repeat(count)
  expect(
    tooFull([
      { path: 'at', files: files(maxFiles) },
      { path: 'above', files: files(maxFiles + 1) }
    ])
  ).toEqual(['above: 21 files'])
  expect(tooLong({ at: lines(maxLines), above: lines(maxLines + 1) })).toEqual(['above: 251 lines'])
})
