import { describe, expect, it } from 'vitest'
import { copyOf, setAt, valueAt } from '../../../lib/core/claims/copies.js'
import type { CopyType } from '../../../lib/core/policy/types.js'

const field = (type: CopyType, max = 3) => ({ type, max, claim: 'https://acme.example/x' })
const samples: Record<CopyType, unknown> = { string: 'abc', number: 0, boolean: false, 'string[]': ['a', ''] }
const types = Object.keys(samples) as CopyType[]

describe('a path into what a user wrote', () => {
  const written = { a: 1, b: { c: { d: '' } }, list: ['x'], nothing: null }

  it.each([
    ['a', 1],
    ['b.c', { d: '' }],
    ['b.c.d', ''],
    ['nothing', null]
  ])('%s leads to %j', (path, value) => {
    expect(valueAt(written, path)).toEqual(value)
  })

  it.each([
    'c',
    'a.b',
    'b.c.d.length',
    'list.0',
    'list.length',
    'nothing.a',
    'constructor',
    'b.constructor',
    ''
  ])('"%s" leads nowhere', path => {
    expect(valueAt(written, path)).toBeUndefined()
  })

  it('makes the objects on its way, and keeps those that are there', () => {
    const record = {}
    for (const path of ['a', 'b.c', 'b.d.e', 'constructor.f']) setAt(record, path, path)
    expect(record).toEqual({
      a: 'a',
      b: { c: 'b.c', d: { e: 'b.d.e' } },
      constructor: { f: 'constructor.f' }
    })
    expect(Object).not.toHaveProperty('f')
  })
})

describe('a copy', () => {
  it.each(types)('of a %s is the value itself', type => {
    expect(copyOf(samples[type], field(type))).toEqual({ value: samples[type] })
  })

  it.each(types.flatMap(type => types.filter(other => other !== type).map(other => [type, other] as const)))(
    'of a %s is not made of a %s',
    (type, other) => {
      expect(copyOf(samples[other], field(type))).toEqual({ code: 'ERR_COPY_TYPE' })
    }
  )

  it.each([{}, { length: 1 }, null, undefined, () => 1, Symbol('a'), 1n])('is not made of %o', value => {
    for (const type of types) expect(copyOf(value, field(type))).toEqual({ code: 'ERR_COPY_TYPE' })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('of a number is not %f, which JSON cannot say', value => {
    expect(copyOf(value, field('number'))).toEqual({ code: 'ERR_COPY_TYPE' })
  })

  it.each([[['a', 1]], [['a', null]], [['a', ['b']]], [[{}]]])('of a list of texts is not %j', value => {
    expect(copyOf(value, field('string[]'))).toEqual({ code: 'ERR_COPY_TYPE' })
  })

  it('of a text has at most its number of characters', () => {
    expect(copyOf('abc', field('string'))).toEqual({ value: 'abc' })
    expect(copyOf('abcd', field('string'))).toEqual({ code: 'ERR_COPY_SIZE' })
  })

  it('of a list has at most its number of items', () => {
    expect(copyOf(['a', 'b', 'c'], field('string[]'))).toEqual({ value: ['a', 'b', 'c'] })
    expect(copyOf(['a', 'b', 'c', 'd'], field('string[]'))).toEqual({ code: 'ERR_COPY_SIZE' })
    expect(copyOf([], field('string[]'))).toEqual({ value: [] })
  })

  it('of a list has items of at most 256 characters', () => {
    expect(copyOf(['x'.repeat(256)], field('string[]'))).toEqual({ value: ['x'.repeat(256)] })
    expect(copyOf(['a', 'x'.repeat(257)], field('string[]'))).toEqual({ code: 'ERR_COPY_SIZE' })
  })

  it('of a number or boolean has no size', () => {
    expect(copyOf(1e300, field('number', 1))).toEqual({ value: 1e300 })
  })
})
