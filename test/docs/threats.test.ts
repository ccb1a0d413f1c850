import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const docs = new URL('../../docs/', import.meta.url)
const page = readFileSync(new URL('threats.md', docs), 'utf8')

interface NamedTest {
  title: string
  /** Relative to the page. */
  file: string
}

const namedTests = (text: string): NamedTest[] =>
  [...text.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)].map(([, title = '', file = '']) => ({
    title,
    file
  }))

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** True where the file has a test of this title that runs: `it(`, or what `.each(…)` returns. */
const isThere = ({ title, file }: NamedTest): boolean => {
  const path = fileURLToPath(new URL(file, docs))
  if (!existsSync(path)) return false
  const source = readFileSync(path, 'utf8')
  const call = `^(?!\\s*//|.*\\.skip)(?:\\s*(?:it|test)|[^\\n]*\\))\\(\\s*(['"\`])${escaped(title)}\\1`
  return new RegExp(call, 'm').test(source)
}

const rows = page.split('\n').filter(line => /^\| (?!They try|What happens|It could|---)/.test(line))

it('names tests that are there', () => {
  const named = namedTests(page)
  expect(named.filter(test => !isThere(test))).toEqual([])
  expect(named.length).toBeGreaterThan(80)
})

it('names a test for what it says is stopped', () => {
  const stopped = (row: string): string => row.split(' | ')[1] ?? ''
  const unnamed = rows.filter(row => stopped(row) !== '–' && namedTests(stopped(row)).length === 0)
  expect(unnamed).toEqual([])
  expect(rows.length).toBeGreaterThan(40)
})

it.each([
  { title: 'no test has this title', file: '../test/docs/threats.test.ts' },
  { title: 'names tests that are there', file: '../test/docs/no-such-file.test.ts' },
  { title: 'names tests', file: '../test/docs/threats.test.ts' }
])('knows a test that is not there: %j', named => {
  expect(isThere(named)).toBe(false)
})
