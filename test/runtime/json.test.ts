import { describe, expect, it } from 'vitest'
import type { Json } from '../../lib/core/auth0/json.js'
import { equalJson, toJson } from '../../lib/runtime/json.js'

describe('equal JSON', () => {
  it.each<[Json, Json]>([
    [
      { a: 1, b: [{ c: null }] },
      { b: [{ c: null }], a: 1 }
    ],
    ['x', 'x'],
    [[], []],
    [null, null]
  ])('%j is %j', (left, right) => {
    expect(equalJson(left, right)).toBe(true)
  })

  it.each<[Json, Json]>([
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [
      { a: 1, b: 2 },
      { a: 1, toString: 2 }
    ],
    [{ toString: null }, { a: null }],
    [
      [1, 2],
      [2, 1]
    ],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [[1], { 0: 1 }],
    [{ length: 0 }, []],
    [[], {}],
    [null, {}],
    [{}, null],
    [{ a: {} }, { a: null }],
    [1, '1'],
    [0, false]
  ])('%j is not %j', (left, right) => {
    expect(equalJson(left, right)).toBe(false)
  })
})

describe('to JSON', () => {
  it('copies what JSON keeps', () => {
    const value = { date: new Date(0), list: [1, undefined], gone: undefined, nan: Number.NaN }
    expect(toJson(value)).toEqual({ date: '1970-01-01T00:00:00.000Z', list: [1, null], nan: null })
    expect(toJson(Number.NaN)).toBeNull()
  })

  it.each([undefined, () => 1, Symbol('s')])('is undefined for what JSON does not know', value => {
    expect(toJson(value)).toBeUndefined()
  })

  it('throws on a cycle', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => toJson(cycle)).toThrow(TypeError)
  })
})
