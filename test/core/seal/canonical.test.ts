import vm from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, dataMaxDepth, sameJson } from '../../../lib/core/seal/canonical.js'
import { jsonObject, runs } from '../../fixtures/arbitraries.js'
import { codeThrownBy } from '../../fixtures/codes.js'

const codeFor = (value: unknown) => codeThrownBy(() => canonicalJson(value))

/** `levels` lists, one in another. */
const nested = (levels: number): unknown[] => (levels > 1 ? [nested(levels - 1)] : [])

const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic

describe('canonical JSON', () => {
  it('is the same value', () => {
    fc.assert(
      fc.property(jsonObject, value => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value)
      }),
      runs
    )
  })

  it('does not depend on the order of members', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, item]) => [name, reversed(item)])
            )
          : value
    fc.assert(
      fc.property(jsonObject, value => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
      }),
      runs
    )
  })

  it('sorts members by UTF-16 code units and writes no white space', () => {
    const value = { ﬀ: 1, '😀': 2, b: [1, { d: null, c: true }], B: 'x', '10': 0, '9': 0 }
    expect(canonicalJson(value)).toBe('{"10":0,"9":0,"B":"x","b":[1,{"c":true,"d":null}],"😀":2,"ﬀ":1}')
  })

  it('keeps a member of the name __proto__', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}')
  })

  it('tells lone surrogates from texts that look like their escapes', () => {
    const parts = fc.array(fc.constantFrom('\\', '\\u', 'ud83d', '\ud83d', '\ude00', '"', '\n', 'é'), {
      maxLength: 8
    })
    fc.assert(
      fc.property(parts, parts => {
        const text = parts.join('')
        const isRefused = /[\ud800-\udfff]/u.test(text)
        expect(codeFor([text])).toBe(isRefused ? 'ERR_DATA' : 'nothing was thrown')
        expect(codeFor({ [text]: 1 })).toBe(isRefused ? 'ERR_DATA' : 'nothing was thrown')
      }),
      runs
    )
  })

  it('takes objects without prototype, and those of another realm', () => {
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
    expect(canonicalJson(vm.runInNewContext('({ a: [{}] })'))).toBe('{"a":[{}]}')
  })

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['-0', -0],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['a Set', new Set()],
    ['a RegExp', /a/],
    ['bytes', Buffer.from('a')],
    ['a typed array', new Uint8Array(1)],
    ['a text object', new String('a')],
    ['a number object', new Number(1)],
    ['a boolean object', new Boolean(true)],
    ['an instance of a class', new (class A {})()],
    ['an object with inherited members', Object.create({ a: 1 })],
    ['a high surrogate alone', '\ud83d'],
    ['a low surrogate alone', 'a\ude00b'],
    ['surrogates in the wrong order', '\ude00\ud83d'],
    ['a sparse list', Object.assign(new Array(3), { 0: 1, 2: 2 })],
    ['a list with a hole at its end', new Array(1)],
    ['a list with a member more', Object.assign([1], { x: 2 })],
    ['an object with a symbol', { [Symbol('a')]: 1 }],
    ['an object that says how to be JSON', { toJSON: () => 'text' }]
  ])('refuses %s, at the top and inside', (_what, value) => {
    expect([value, [value], { a: value }, { a: [{ b: value }] }].map(codeFor)).toEqual(
      Array(4).fill('ERR_DATA')
    )
  })

  it('refuses a member name that holds half a character', () => {
    expect(codeFor({ 'a\ud83d': 1 })).toBe('ERR_DATA')
  })

  it('takes a text that looks like the escape of a surrogate', () => {
    expect(canonicalJson('\\ud83d')).toBe('"\\\\ud83d"')
    expect(canonicalJson(['\\ud83d', 'ud83d'])).toBe('["\\\\ud83d","ud83d"]')
    expect(codeFor('\\\ud83d')).toBe('ERR_DATA')
    expect(codeFor(['\\ud83d', '\ud83d'])).toBe('ERR_DATA')
  })

  it('takes surrogates in pairs', () => {
    expect(canonicalJson({ '😀': '😀' })).toBe('{"😀":"😀"}')
  })

  it('takes 32 levels and refuses 33', () => {
    expect(dataMaxDepth).toBe(32)
    expect(codeFor(nested(32))).toBe('nothing was thrown')
    expect(codeFor(nested(33))).toBe('ERR_DATA')
  })

  it.each([40, 5_000, 100_000])('refuses %i levels without exhausting the stack', levels => {
    let value: unknown = {}
    for (let i = 1; i < levels; i++) value = { a: value }
    expect(codeFor(value)).toBe('ERR_DATA')
  })

  it('refuses what contains itself', () => {
    expect(codeFor(cyclic)).toBe('ERR_DATA')
  })

  it('does not say what it refused', () => {
    expect(() => canonicalJson({ canary: 'canary\ud83d' })).toThrow(/^ERR_DATA$/)
  })
})

describe('comparison', () => {
  it('sees the same data whatever its order', () => {
    expect(sameJson({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true)
  })

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1]
    ],
    [0, false],
    ['', null],
    [{}, []]
  ])('tells %j from %j', (a, b) => {
    expect(sameJson(a, b)).toBe(false)
  })
})
