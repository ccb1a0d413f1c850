import { expect, test } from 'vitest'
import type { Json } from '../../../../lib/core/auth0/json.js'
import { isSameJson } from '../../../../lib/core/login/explain/same-json.js'

const nested = (depth: number, inside: Json): Json => {
  let value = inside
  for (let level = 0; level < depth; level += 1) value = { a: [value] }
  return value
}

test('compares members in any order, and items in theirs', () => {
  expect(isSameJson({ a: 1, b: [null, 'x'] }, { b: [null, 'x'], a: 1 })).toBe(true)
  expect(isSameJson([1, 2], [2, 1])).toBe(false)
  expect(isSameJson(undefined, undefined)).toBe(true)
})

test.each<[unknown, unknown]>([
  [{ a: 1 }, { a: 1, b: 1 }],
  [{ a: 1, b: 1 }, { a: 1 }],
  [{ a: undefined }, { b: undefined }],
  [[], {}],
  [['x'], { 0: 'x' }],
  [null, {}],
  [{}, null],
  ['1', 1],
  ['x', { 0: 'x' }],
  [{ 0: 'x' }, 'x'],
  [1, {}],
  [{}, 1],
  [{ toString: 1 }, {}]
])('tells %j from %j', (one, other) => {
  expect(isSameJson(one, other)).toBe(false)
})

test('is not stopped by what the text of sealed data is: lone surrogates, depth', () => {
  expect(isSameJson('a\ud800', 'a\ud800')).toBe(true)
  expect(isSameJson('a\ud800', 'a\ud801')).toBe(false)
  expect(isSameJson(nested(20_000, 1), nested(20_000, 1))).toBe(true)
  expect(isSameJson(nested(20_000, 1), nested(20_000, 2))).toBe(false)
})
