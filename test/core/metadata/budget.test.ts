import { describe, expect, it } from 'vitest'
import { createBudget } from '../../../lib/core/metadata/budget.js'

const text = (length: number) => 'x'.repeat(length)
const budgetOf = (appMetadata: Record<string, unknown>) =>
  createBudget(appMetadata, { container: 'sealed', maxChars: 1000 })

describe('the budget of a profile', () => {
  it('has room up to its limit, and not beyond', () => {
    expect(budgetOf({}).take({ sealed_a: text(1000) })).toBe(true)
    expect(budgetOf({}).take({ sealed_a: text(1001) })).toBe(false)
  })

  it('counts what is stored in the container already', () => {
    const stored = { sealed_a: text(600), sealed_lost_a: text(300) }
    expect(budgetOf(stored).take({ sealed_b: text(100) })).toBe(true)
    expect(budgetOf(stored).take({ sealed_b: text(101) })).toBe(false)
  })

  it('does not count what is stored elsewhere', () => {
    expect(
      budgetOf({ other: text(5000), sealed: text(5000), sealedX_a: text(5000) }).take({
        sealed_a: text(1000)
      })
    ).toBe(true)
  })

  it('counts one write after another', () => {
    const budget = budgetOf({})
    expect([budget.take({ sealed_a: text(600) }), budget.take({ sealed_b: text(600) })]).toEqual([
      true,
      false
    ])
    expect(budget.take({ sealed_b: text(400) })).toBe(true)
  })

  it('forgets a set of writes that it refused', () => {
    const budget = budgetOf({ sealed_a: text(500) })
    expect(budget.take({ sealed_a: null, sealed_b: text(1001) })).toBe(false)
    expect(budget.take({ sealed_c: text(501) })).toBe(false)
    expect(budget.take({ sealed_c: text(500) })).toBe(true)
  })

  it('counts a value that is replaced once', () => {
    expect(budgetOf({ sealed_a: text(900) }).take({ sealed_a: text(1000) })).toBe(true)
  })

  it('takes a set of writes together', () => {
    expect(budgetOf({ sealed_a: text(600) }).take({ sealed_a: null, sealed_b: text(1000) })).toBe(true)
    expect(budgetOf({ sealed_a: text(600) }).take({ sealed_lost_a: text(600), sealed_a: text(500) })).toBe(
      false
    )
  })

  it('gives back what is removed', () => {
    const budget = budgetOf({ sealed_a: text(900) })
    expect(budget.take({ sealed_a: null })).toBe(true)
    expect(budget.take({ sealed_b: text(1000) })).toBe(true)
  })

  it('refuses nothing that makes a profile smaller, or leaves it as large', () => {
    const stored = { sealed_a: text(5000) }
    expect(budgetOf(stored).take({ sealed_a: text(5000) })).toBe(true)
    expect(budgetOf(stored).take({ sealed_a: text(4000) })).toBe(true)
    expect(budgetOf(stored).take({ sealed_a: text(5001) })).toBe(false)
  })

  it('counts what is no text by its JSON', () => {
    const stored = { sealed_a: { v: text(490), tag: text(493) } }
    expect(JSON.stringify(stored.sealed_a)).toHaveLength(1000)
    expect(budgetOf(stored).take({ sealed_b: text(1) })).toBe(false)
    expect(budgetOf({}).take({ sealed_a: stored.sealed_a })).toBe(true)
    expect(budgetOf({ sealed_b: 'x' }).take({ sealed_a: stored.sealed_a })).toBe(false)
  })
})
