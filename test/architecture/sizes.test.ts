import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path/posix'
import { expect, test } from 'vitest'

const maxFiles = 20
const maxLines = 250

/** Folders with one file per resource of Auth0's Management API. */
const perResource = ['lib/tenant/management']

/** What of these has more than so many, as `what: how many`. */
const above = (max: number, counts: Iterable<[string, number]>): string[] =>
  [...counts].filter(([, count]) => count > max).map(([what, count]) => `${what}: ${count}`)

const filesOf = async (root: string) =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())

const countFiles = async (root: string): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  for (const { parentPath } of await filesOf(root)) {
    if (perResource.includes(parentPath) || parentPath.includes('node_modules')) continue
    counts.set(parentPath, (counts.get(parentPath) ?? 0) + 1)
  }
  return counts
}

const countLines = async (root: string): Promise<[string, number][]> =>
  Promise.all(
    (await filesOf(root)).map(async ({ parentPath, name }) => {
      const file = join(parentPath, name)
      return [file, (await readFile(file, 'utf8')).split('\n').length - 1] as [string, number]
    })
  )

test.each(['lib', 'test'])('no folder of %s has more files than one sees at a glance', async root => {
  expect(above(maxFiles, await countFiles(root))).toEqual([])
})

test('no file of lib is longer than two subjects would be', async () => {
  expect(above(maxLines, await countLines('lib'))).toEqual([])
})

test('what is at a limit is not above it', () => {
  const counts: [string, number][] = [
    ['at', 20],
    ['above', 21]
  ]
  expect(above(maxFiles, counts)).toEqual(['above: 21'])
})
