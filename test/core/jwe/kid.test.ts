import { describe, expect, it } from 'vitest'
import { isKid } from '../../../lib/core/jwe/kid.js'

describe('a kid', () => {
  it.each(['a', 'clé no. 1', 'x'.repeat(128)])('is %j', kid => {
    expect(isKid(kid)).toBe(true)
  })

  it.each(['', 'x'.repeat(129), 5, null, undefined, ['a']])('is not %j', kid => {
    expect(isKid(kid)).toBe(false)
  })
})
