import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { pinnedNames, readPinned } from './pinned.js'

const folder = fileURLToPath(new URL('pinned', import.meta.url))
const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```json\n(.*?)\n```/gs)].map(([, text = '']) => JSON.parse(text))

it('docs/formats.md shows every value that was written once, as it is', () => {
  const values = pinnedNames(folder).map(name => readPinned(folder, name).value)
  const texts = (list: unknown[]) => list.map(value => JSON.stringify(value)).sort()
  expect(texts(examples)).toEqual(texts(values))
})
