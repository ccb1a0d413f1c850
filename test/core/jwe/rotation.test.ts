import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../lib/core/errors.js'
import { generateSecretKey, type JWK } from '../../../lib/core/jwe/generate.js'
import { addKey, promoteKey, retireKey, type StoredKeySet } from '../../../lib/core/jwe/rotation.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { nowMs, nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { secretJWK } from '../../fixtures/keys.js'
import { runsOf } from '../../fixtures/runs.js'

const jwk = (digit: number) => secretJWK(digit) as unknown as JWK
const setOf = (...digits: number[]): StoredKeySet => ({ keys: digits.map(jwk) })
const kidsOf = ({ keys }: StoredKeySet) => keys.map(({ kid }) => kid)
const kids = (...digits: number[]) => digits.map(digit => jwk(digit).kid)
const add = (keySet: StoredKeySet, digit: number) => addKey(keySet, jwk(digit), { now: nowMs })

describe('adding a key', () => {
  it('puts it last, with the time', () => {
    const after = add(setOf(1, 2), 3)
    expect(kidsOf(after)).toEqual(kids(1, 2, 3))
    expect(after.keys.map(({ added }) => added)).toEqual([undefined, undefined, nowSeconds])
  })

  it('is refused while another one waits to be promoted', () => {
    expect(codeThrownBy(() => add(add(setOf(1), 2), 3))).toBe('ERR_KEY_SET')
  })
})

describe('promoting a key', () => {
  it('puts the added one first, and takes the time off', () => {
    const after = promoteKey(add(setOf(1, 2), 3))
    expect(kidsOf(after)).toEqual(kids(3, 1, 2))
    expect(after.keys.some(key => 'added' in key)).toBe(false)
  })

  it('is refused a second time: the last key is an old one then', () => {
    const promoted = promoteKey(add(setOf(1), 2))
    expect(codeThrownBy(() => promoteKey(promoted))).toBe('ERR_KEY_SET')
  })

  it('brings the key first that was named, and back, whatever waits', () => {
    const early = promoteKey(add(setOf(1), 2))
    const back = promoteKey(early, jwk(1).kid)
    expect(kidsOf(back)).toEqual(kids(1, 2))
    expect(kidsOf(promoteKey(back, jwk(2).kid))).toEqual(kids(2, 1))
    const waits = promoteKey(add(setOf(1, 2), 3), jwk(2).kid)
    expect(kidsOf(waits)).toEqual(kids(2, 1, 3))
    expect(kidsOf(promoteKey(waits))).toEqual(kids(3, 2, 1))
  })

  it('is refused for a key that is first already, and for one that is not there', () => {
    expect(() => promoteKey(setOf(1, 2), jwk(1).kid)).toThrow(
      `ERR_KEY_SET: ${jwk(1).kid} is the first key already`
    )
    expect(() => promoteKey(setOf(1, 2), jwk(3).kid)).toThrow('ERR_KEY_SET: there is no key of that kid')
  })
})

describe('retiring a key', () => {
  it('takes it out', () => {
    expect(kidsOf(retireKey(setOf(3, 1, 2), jwk(1).kid))).toEqual(kids(3, 2))
  })

  it('is refused for the key that seals', () => {
    expect(codeThrownBy(() => retireKey(setOf(1, 2), jwk(1).kid))).toBe('ERR_KEY_SET')
  })

  it('is refused for a key that is not there', () => {
    expect(codeThrownBy(() => retireKey(setOf(1, 2), jwk(3).kid))).toBe('ERR_KEY_SET')
  })

  it('takes back a key that was added and never promoted', () => {
    const after = retireKey(add(setOf(1), 2), jwk(2).kid)
    expect(kidsOf(add(after, 3))).toEqual(kids(1, 3))
  })
})

describe('a step', () => {
  it('that is refused says why', () => {
    const steps: [() => unknown, string][] = [
      [() => add(add(setOf(1), 2), 3), `${jwk(2).kid} was added before`],
      [() => promoteKey(setOf(1, 2)), 'no key was added'],
      [() => retireKey(setOf(1, 2), jwk(1).kid), `${jwk(1).kid} is the first key`],
      [() => retireKey(setOf(1, 2), jwk(3).kid), 'there is no key of that kid']
    ]
    for (const [step, why] of steps) expect(step).toThrow(`ERR_KEY_SET: ${why}`)
  })

  it('leaves other members of the set, and the set it was given, as they are', () => {
    const before: StoredKeySet = Object.freeze({ keys: Object.freeze([jwk(1)]), comment: 'payroll' })
    const after = retireKey(promoteKey(add(before, 2)), jwk(1).kid)
    expect(after).toEqual({ keys: [jwk(2)], comment: 'payroll' })
    expect(before).toEqual({ keys: [jwk(1)], comment: 'payroll' })
  })

  it('takes no key away from a reader that has the set before it or the set after it, but for retiring', () => {
    const taken = new Set<string>()
    const steps = fc.array(fc.constantFrom('add', 'promote', 'retire'), { maxLength: 20 })
    fc.assert(
      fc.property(steps, names => {
        let keySet: StoredKeySet = { keys: [generateSecretKey()] }
        for (const name of names) {
          const last = keySet.keys.at(-1)?.kid ?? ''
          let next = keySet
          try {
            if (name === 'add') next = addKey(keySet, generateSecretKey(), { now: nowMs })
            else if (name === 'promote') next = promoteKey(keySet)
            else next = retireKey(keySet, last)
          } catch (error) {
            expect(codeOf(error)).not.toBe('ERR_UNEXPECTED')
            continue // refused: nothing changed
          }
          taken.add(name)
          const [before, after] = [keySet, next].map(set => parseSecretKeys(JSON.stringify(set)))
          expect(before?.byKid.has(after?.first.kid)).toBe(true)
          expect(after?.byKid.has(before?.first.kid)).toBe(true)
          keySet = next
        }
      }),
      { ...runsOf(200), examples: [[['add', 'promote', 'retire']]] }
    )
    expect([...taken].sort()).toEqual(['add', 'promote', 'retire'])
  })
})
