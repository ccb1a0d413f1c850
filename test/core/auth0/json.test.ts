import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { isPlainObject, parseJson } from '../../../lib/core/auth0/json.js'

describe('a text of JSON', () => {
  it('is what it says', () => {
    expect(parseJson('{"a":[1]}')).toEqual({ a: [1] })
    expect(parseJson('null')).toBe(null)
  })

  it.each(['', '{', 'undefined', "{'a':1}"])('is undefined where it is none: %j', text => {
    expect(parseJson(text)).toBe(undefined)
  })
})

describe('a plain object', () => {
  it.each([{}, { a: 1 }, Object.create(null), JSON.parse('{"__proto__":1}'), vm.runInNewContext('({})')])(
    'is %o',
    value => {
      expect(isPlainObject(value)).toBe(true)
    }
  )

  it.each([
    null,
    undefined,
    0,
    '',
    'a',
    true,
    [],
    () => 1,
    new Date(),
    new Map(),
    new (class A {})(),
    vm.runInNewContext('[]')
  ])('is not %o', value => {
    expect(isPlainObject(value)).toBe(false)
  })
})
