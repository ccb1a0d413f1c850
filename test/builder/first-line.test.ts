import { describe, expect, it } from 'vitest'
import { firstLineOf, withoutFirstLine } from '../../lib/builder/first-line.js'

const facts = { name: 'seal-attributes', version: '0.1.0-rc.1', policy: '59b9f1c20a44', env: 'eu_prod-2' }

describe('the first line of a built file', () => {
  it('says name, version, policy and environment', () => {
    expect(firstLineOf(facts)).toBe(
      '// seal-attributes, a0seal 0.1.0-rc.1, policy 59b9f1c20a44, env eu_prod-2'
    )
  })

  it.each(['\n', '\r', '\u2028', '\u2029', '*/', '`', 'é', '(', '@@'])('never has %j in it', text => {
    for (const name of Object.keys(facts)) {
      const wrong = { ...facts, [name]: `x${text}x` }
      expect(() => firstLineOf(wrong)).toThrow(expect.objectContaining({ code: 'ERR_BUILD' }))
    }
  })

  it('is not part of what follows it', () => {
    expect(withoutFirstLine(`${firstLineOf(facts)}\nvar one = 1;\nvar two = 2;\n`)).toBe(
      'var one = 1;\nvar two = 2;\n'
    )
  })
})
