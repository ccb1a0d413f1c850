import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deadLinks } from '../package/links.mjs'

const { files }: { files: string[] } = JSON.parse(readFileSync('package.json', 'utf8'))
const always = ['README.md', 'LICENSE', 'package.json']

/** An entry of `files`, which is a file, a folder, or the files of one kind in a folder. */
const filesOf = (entry: string): string[] => {
  const [, folder = '', ending = ''] = /^(.*)\/\*(\.\w+)$/.exec(entry) ?? []
  if (folder) return readdirSync(folder).flatMap(name => (name.endsWith(ending) ? [`${folder}/${name}`] : []))
  if (!statSync(entry).isDirectory()) return [entry]
  return readdirSync(entry, { recursive: true }).map(path => `${entry}/${path}`)
}

// What is compiled is not there in each checkout, and no page links to it.
const compiled = ['build', 'types']
const packed = [...always, ...files.filter(entry => !compiled.includes(entry)).flatMap(filesOf)]
const read = (page: string) => readFileSync(page, 'utf8')

test('each relative link of a packed page leads to something that is packed', () => {
  expect(deadLinks(packed, read)).toEqual([])
  expect(packed).toContain('docs/rollout.md')
})

test('a link that leads out of the package is found', () => {
  const text =
    '[a](docs/a.md) [b](examples) [c](CONTRIBUTING.md#x) [d](https://a.test/) [e](#e) ![f](docs/f.svg)'
  const pages = ['README.md', 'docs/a.md', 'examples/x.ts']
  const inPages = (page: string) => (page === 'README.md' ? text : '[t](../test/a.test.ts) [g](g.md)')
  expect(deadLinks(pages, inPages)).toEqual([
    'README.md: CONTRIBUTING.md',
    'README.md: docs/f.svg',
    'docs/a.md: docs/g.md'
  ])
})
