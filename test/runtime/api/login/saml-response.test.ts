import { describe, expect, it } from 'vitest'
import { samlSettings } from '../../../../lib/runtime/api/login/saml-settings.js'
import { failureOf, runBodies } from '../../pipeline.js'

const samlAfter = async (...bodies: string[]) => (await runBodies(bodies)).state.samlResponse
const good = { text: `'x'`, flag: 'false', number: '60', texts: `['x']`, word: '' }

describe('api.samlResponse settings', () => {
  it.each(Object.entries(samlSettings))('%s keeps the last value, and chains', async (method, setting) => {
    const value = setting.kind === 'word' ? `'${setting.words[1]}'` : good[setting.kind]
    const saml = await samlAfter(`api.samlResponse.${method}(${value}).access`)
    expect(Object.keys(saml?.settings ?? {})).toEqual([setting.name])
  })

  it.each(Object.entries(samlSettings))('%s refuses another type', async (method, { kind }) => {
    for (const value of ['undefined', '{}', kind === 'number' ? `'1'` : '1']) {
      expect(await failureOf(`api.samlResponse.${method}(${value})`)).toMatch(/must be|exceeds/)
    }
  })

  it.each([
    ['setAudience', 2000],
    ['setIssuer', 500],
    ['setCert', 4000]
  ])('%s takes %i bytes', async (method, bytes) => {
    const call = (count: number) => `api.samlResponse.${method}('é'.repeat(${count / 2}))`
    expect(await failureOf(call(bytes))).toBe('completed')
    expect(await failureOf(call(bytes + 2))).toContain('kB')
    expect(await failureOf(call(bytes * 1.024), { profile: 'observed' })).toBe('completed')
  })

  it('takes 10 probes of 500 bytes', async () => {
    const probes = (count: number, bytes: number) =>
      `api.samlResponse.setNameIdentifierProbes(Array(${count}).fill('x'.repeat(${bytes})))`
    expect(await failureOf(probes(10, 500))).toBe('completed')
    expect(await failureOf(probes(11, 1))).toContain('at most 10')
    expect(await failureOf(probes(1, 501))).toContain('0.5 kB')
  })
})

describe('api.samlResponse.setAttribute', () => {
  const set = (name: string, value: string) => `api.samlResponse.setAttribute(${name}, ${value})`

  it('keeps attributes over Actions; null and undefined take one out', async () => {
    const saml = await samlAfter(
      set(`'a'`, `['x', 1, true]`),
      `${set(`'b'`, 'undefined')}; ${set(`'c'`, 'null')}`
    )
    expect(saml?.attributes).toEqual({ a: ['x', 1, true], b: null, c: null })
  })

  it.each(['{}', '[{}]', '[null]', 'NaN', '() => 1'])('refuses the value %s', async value => {
    expect(await failureOf(set(`'a'`, value))).toContain('SAML attribute value')
  })

  it('has limits for names, values, their number and all together', async () => {
    const many = (count: number) => `for (let i = 0; i < ${count}; i++) ${set(`'a' + i`, '1')}`
    const large = (count: number) =>
      `for (let i = 0; i < ${count}; i++) ${set(`'a' + i`, `'x'.repeat(1990)`)}`
    expect(await failureOf(set(`'x'.repeat(1000)`, '1'))).toBe('completed')
    expect(await failureOf(set(`'x'.repeat(1001)`, '1'))).toContain('exceeds 1 kB')
    expect(await failureOf(set('1', '1'))).toContain('must be a string')
    expect(await failureOf(set(`'a'`, `'x'.repeat(2001)`))).toContain('exceeds 2 kB')
    expect(await failureOf(many(100))).toBe('completed')
    expect(await failureOf(many(101))).toContain('more than 100')
    expect(await failureOf(large(5))).toBe('completed')
    expect(await failureOf(large(6))).toContain('exceed 10000 bytes')
    expect(await failureOf(large(6), { profile: 'observed' })).toBe('completed')
  })
})
