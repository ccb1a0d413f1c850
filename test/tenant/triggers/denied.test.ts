import { expect, test } from 'vitest'
import { deniedStandardClaims } from '../../../lib/tenant/triggers/denied.js'

test('standard claims are those of the list, and none that is only named like what every object has', () => {
  const denied = { given_name: 'Ada', gender: 'x', toString: 'x', constructor: 'x' }
  expect(Object.entries(deniedStandardClaims(denied, {}))).toEqual([['given_name', 'Ada']])
})
