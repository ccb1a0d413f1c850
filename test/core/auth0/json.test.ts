import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { isPlainObject } from '../../../lib/core/auth0/json.js'

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
