import { describe, expect, it } from 'vitest'
import { isIndexed, kindOf } from '../../../lib/core/policy/slot-kind.js'
import { policyWith } from '../../fixtures/policies/input.js'

const slotOf = (slot: object) => policyWith({ slots: { a: slot }, release: [] }).slots.a as never

describe('a slot', () => {
  it.each([
    ['attributes', { attributes: ['x'] }],
    ['login', { attributes: ['x'], keep: 'login' }],
    ['userMetadata', { userMetadata: ['x'] }],
    ['writeOnly', { attributes: ['x'], mode: 'write-only', keys: 'K' }]
  ])('is of the kind %s', (kind, slot) => {
    expect(kindOf(slotOf(slot))).toBe(kind)
  })

  it('is indexed where one of its attributes is', () => {
    const iban = { name: 'iban', entropy: 'high', index: 'iban' }
    expect(isIndexed(slotOf({ attributes: ['bank', iban] }))).toBe(true)
    expect(isIndexed(slotOf({ attributes: ['bank', 'iban'] }))).toBe(false)
  })
})
