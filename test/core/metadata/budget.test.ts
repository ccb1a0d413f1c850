import { describe, expect, it } from 'vitest'
import { hasRoom } from '../../../lib/core/metadata/budget.js'

const text = (length: number) => 'x'.repeat(length)
const slots = {
  a: { userMetadata: [] },
  b: { userMetadata: [] },
  note: { userMetadata: [{ name: 'note', max: 500 }] }
}
const policy = { container: 'sealed', slots, limits: { valueWarnChars: 500, profileMaxChars: 1000 } }
const fits = (appMetadata: Record<string, unknown>, writes: Record<string, unknown>) =>
  hasRoom(appMetadata, writes, policy)

describe('the budget of a profile', () => {
  it('has room up to its limit, and not beyond', () => {
    expect(fits({}, { sealed_a: text(1000) })).toBe(true)
    expect(fits({}, { sealed_a: text(1001) })).toBe(false)
  })

  it('counts what is stored in the container already', () => {
    const stored = { sealed_a: text(600), sealed_lost_a: text(300) }
    expect(fits(stored, { sealed_b: text(100) })).toBe(true)
    expect(fits(stored, { sealed_b: text(101) })).toBe(false)
  })

  it('does not count what is stored elsewhere', () => {
    const elsewhere = { other: text(5000), sealed: text(5000), sealedX_a: text(5000) }
    expect(fits(elsewhere, { sealed_a: text(1000) })).toBe(true)
  })

  it('counts a value that is replaced once', () => {
    expect(fits({ sealed_a: text(900) }, { sealed_a: text(1000) })).toBe(true)
  })

  it('takes a set of writes together', () => {
    expect(fits({ sealed_a: text(600) }, { sealed_a: null, sealed_b: text(1000) })).toBe(true)
    expect(fits({ sealed_a: text(600) }, { sealed_lost_a: text(600), sealed_a: text(500) })).toBe(false)
  })

  it('refuses nothing that makes a profile smaller, or leaves it as large', () => {
    const stored = { sealed_a: text(5000) }
    expect(fits(stored, { sealed_a: text(5000) })).toBe(true)
    expect(fits(stored, { sealed_a: text(4000) })).toBe(true)
    expect(fits(stored, { sealed_a: text(5001) })).toBe(false)
  })

  it('has 2,400 characters for what users fill, apart from the others', () => {
    expect(fits({ sealed_a: text(1000) }, { sealed_note: text(2400) })).toBe(true)
    expect(fits({}, { sealed_note: text(2401) })).toBe(false)
    expect(fits({ sealed_note: text(2400) }, { sealed_a: text(1000) })).toBe(true)
    expect(fits({ sealed_note: text(9000) }, { sealed_a: text(1000) })).toBe(true)
    expect(fits({ sealed_note: text(10) }, { sealed_a: text(1001) })).toBe(false)
  })

  it('counts what users lost with what they fill', () => {
    const stored = { sealed_lost_note: text(2000) }
    expect(fits(stored, { sealed_note: text(400), sealed_a: text(1000) })).toBe(true)
    expect(fits(stored, { sealed_note: text(401) })).toBe(false)
  })

  it('takes a write that does not grow what is sealed, from one of the two to the other too', () => {
    const stored = { sealed_a: text(3000), sealed_note: text(100) }
    expect(fits(stored, { sealed_a: null, sealed_note: text(3100) })).toBe(true)
    expect(fits(stored, { sealed_a: null, sealed_note: text(3101) })).toBe(false)
  })

  it('is of the container of the policy', () => {
    const vault = { ...policy, container: 'vault' }
    expect(hasRoom({}, { vault_note: text(2400), vault_lost_note: text(1) }, vault)).toBe(false)
    expect(hasRoom({ sealed_a: text(5000) }, { vault_a: text(1000) }, vault)).toBe(true)
  })

  it('counts what is no text by its JSON', () => {
    const stored = { sealed_a: { v: text(490), tag: text(493) } }
    expect(JSON.stringify(stored.sealed_a)).toHaveLength(1000)
    expect(fits(stored, { sealed_b: text(1) })).toBe(false)
    expect(fits({}, { sealed_a: stored.sealed_a })).toBe(true)
    expect(fits({ sealed_b: 'x' }, { sealed_a: stored.sealed_a })).toBe(false)
  })
})
