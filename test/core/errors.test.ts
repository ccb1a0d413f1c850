import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { A0sealError, codeOf, severity } from '../../lib/core/errors.js'

describe('an error of ours', () => {
  it('is its code, with a word on what it is about', () => {
    expect(new A0sealError('ERR_POLICY', 'slots.a: is wrong')).toMatchObject({
      code: 'ERR_POLICY',
      name: 'A0sealError',
      message: 'ERR_POLICY: slots.a: is wrong'
    })
    expect(new A0sealError('ERR_DECRYPT')).toMatchObject({ message: 'ERR_DECRYPT' })
  })

  it('carries no cause', () => {
    expect('cause' in new A0sealError('ERR_DECRYPT')).toBe(false)
  })

  it('gives its code, and anything else that was thrown gives ERR_UNEXPECTED', () => {
    expect(codeOf(new A0sealError('ERR_FORMAT'))).toBe('ERR_FORMAT')
    const foreign = [
      new Error('ERR_FORMAT'),
      Object.assign(new Error(), { code: 'ERR_X' }),
      'text',
      null,
      undefined
    ]
    expect(foreign.map(codeOf)).toEqual(foreign.map(() => 'ERR_UNEXPECTED'))
  })
})

describe('what a login may log', () => {
  const sources = ['login', 'seal', 'jwe', 'metadata', 'claims'].flatMap(folder => {
    const url = new URL(`../../lib/core/${folder}/`, import.meta.url)
    const files = readdirSync(url, { recursive: true })
      .map(String)
      .filter(file => file.endsWith('.ts'))
    return files.map(file => readFileSync(new URL(file, url), 'utf8'))
  })
  const codes = new Set(sources.join('\n').match(/\bERR_[A-Z_]+/g))

  it('has a place among the others, once', () => {
    expect([...codes].filter(code => !severity.some(known => known === code))).toEqual([])
    expect(new Set(severity).size).toBe(severity.length)
  })
})
