import { expect, it } from 'vitest'
import { mergeMetadata } from '../../../lib/core/metadata/merge.js'

const own = (text: string) => JSON.parse(text) as Record<string, unknown>

it.each([
  ['adds a key', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  ['replaces a value whole', { a: { x: 1, y: 2 } }, { a: { x: 3 } }, { a: { x: 3 } }],
  ['removes a key by null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ['removes nothing by a null inside a value', { a: 1 }, { a: { x: null } }, { a: { x: null } }],
  ['removes a key that is not there', { a: 1 }, { b: null }, { a: 1 }],
  ['leaves a null that is stored and not changed', { a: null }, { b: 1 }, { a: null, b: 1 }],
  ['takes any name', own('{"__proto__":1,"b":2}'), own('{"__proto__":null}'), { b: 2 }],
  ['keeps any name', own('{"__proto__":1}'), { b: 2 }, own('{"__proto__":1,"b":2}')],
  ['takes nothing stored', undefined, { a: 1 }, { a: 1 }],
  ['takes no changes', { a: 1 }, undefined, { a: 1 }]
])('%s', (_what, stored, changes, merged) => {
  expect(JSON.stringify(mergeMetadata<unknown>(stored, changes))).toBe(JSON.stringify(merged))
})
