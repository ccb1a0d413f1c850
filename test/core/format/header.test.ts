import { expect, it } from 'vitest'
import { isKid, typAtRest, typReleased, typSignup } from '../../../lib/core/format/header.js'

it('tells three kinds of values apart', () => {
  expect([typAtRest, typReleased, typSignup]).toEqual([
    'a0seal+jwt',
    'a0seal-release+jwt',
    'a0seal-signup+jwt'
  ])
})

it.each(['a', 'hr-web/2026', 'a'.repeat(128)])('takes %j for a kid', kid => {
  expect(isKid(kid)).toBe(true)
})

it.each(['', 'a'.repeat(129), ['a'], 5, undefined])('takes no %j for a kid', kid => {
  expect(isKid(kid)).toBe(false)
})
