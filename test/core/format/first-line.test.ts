import { describe, expect, it } from 'vitest'
import {
  firstLineOf,
  isPlainKid,
  parseFirstLine,
  splitFirstLine,
  withoutFirstLine
} from '../../../lib/core/format/first-line.js'

const facts = { name: 'seal-attributes', version: '0.1.0-rc.1', policy: '59b9f1c20a44', env: 'eu_prod-2' }
const kids = { A0SEAL_KEYS: ['Rk3', 'Qp9'], A0SEAL_MAC_KEY: ['m-_'] }
const line = '// seal-attributes, a0seal 0.1.0-rc.1, policy 59b9f1c20a44, env eu_prod-2'
const withKeys = `${line}, keys A0SEAL_KEYS=Rk3,Qp9 A0SEAL_MAC_KEY=m-_`

describe('the first line of a built file', () => {
  it('says name, version, policy and environment', () => {
    expect(firstLineOf(facts)).toBe(line)
    expect(parseFirstLine(line)).toEqual(facts)
  })

  it('says which keys it was deployed with, secret by secret', () => {
    expect(firstLineOf({ ...facts, kids })).toBe(withKeys)
    expect(parseFirstLine(withKeys)).toEqual({ ...facts, kids })
  })

  it.each(['\n', '\r', '\u2028', '\u2029', '*/', '`', 'é', '(', '@@', ',', ''])(
    'never has %j in it',
    text => {
      for (const name of Object.keys(facts)) {
        const wrong = { ...facts, [name]: text && `x${text}x` }
        expect(() => firstLineOf(wrong)).toThrow(/^ERR_BUILD: no first line can be made of these facts$/)
      }
      const wrong = { ...facts, kids: { A0SEAL_KEYS: [text && text !== ',' ? `x${text}x` : ''] } }
      expect(() => firstLineOf(wrong)).toThrow(expect.objectContaining({ code: 'ERR_BUILD' }))
    }
  )

  it.each([
    ['code in its place', 'steal();'],
    ['code behind it', `${line}\rsteal()`],
    ['code behind another line separator', `${line}\u2028steal()`],
    ['words behind it', `${line}, and more`],
    ['words before it', ` ${line}`],
    ['no hash', line.replace('59b9f1c20a44', 'none')],
    ['no keys where it says keys', `${line}, keys `],
    ['a secret without a key', `${line}, keys A0SEAL_KEYS=`],
    ['a secret without a name', `${line}, keys =Rk3`],
    ['nothing', '']
  ])('is not one with %s', (_, text) => {
    expect(parseFirstLine(text)).toBeUndefined()
  })

  it('is not part of what follows it', () => {
    expect(withoutFirstLine(`${line}\nvar one = 1;\nvar two = 2;\n`)).toBe('var one = 1;\nvar two = 2;\n')
    expect(splitFirstLine(`${line}\nvar one = 1;\n`)).toEqual([line, 'var one = 1;\n'])
    expect(splitFirstLine('all on one line')).toEqual(['all on one line', ''])
    expect(splitFirstLine('\nvar one = 1;')).toEqual(['', 'var one = 1;'])
  })

  it('takes ids of its characters only', () => {
    expect(isPlainKid('Rk3_-.:/')).toBe(true)
    for (const kid of ['', 'a b', 'a,b', 'a=b', 'a'.repeat(129), 5]) expect(isPlainKid(kid)).toBe(false)
  })
})
