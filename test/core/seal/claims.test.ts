import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClaims } from '../../../lib/core/format/claims.js'
import { writeClaims } from '../../../lib/core/seal/claims.js'
import { jsonObject, runs } from '../../fixtures/arbitraries.js'
import { nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'

const binding = { iss: 'urn:auth0:acme', sub: 'oidc|1', aud: 'demographics' }
const iat = nowSeconds

/** What stands for `data`, spaces included. */
const writtenData = (data: Record<string, unknown>): string =>
  /"data":(.*)\}$/s.exec(writeClaims({ data: data as never, iat }, binding))?.[1] ?? ''

/** An object whose JSON has this many bytes. */
const dataOf = (bytes: number) => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) })

describe('the claims of a sealed value', () => {
  it('are written in a fixed order', () => {
    expect(writeClaims({ data: { b: 2, a: 1 }, iat, src: 'user' }, binding).replace(/ +\}$/, '}')).toBe(
      `{"iss":"urn:auth0:acme","sub":"oidc|1","aud":"demographics","iat":${iat},"src":"user","data":{"a":1,"b":2}}`
    )
  })

  it('leave src out where the identity provider vouches for the data', () => {
    expect(JSON.parse(writeClaims({ data: {}, iat }, binding))).not.toHaveProperty('src')
  })

  it('are read as they were written', () => {
    fc.assert(
      fc.property(jsonObject, data => {
        expect(readClaims(writeClaims({ data, iat, src: 'user' }, binding), binding)).toMatchObject({
          data,
          iat,
          src: 'user'
        })
      }),
      runs
    )
  })

  it('quote what tenant, user and slot are called', () => {
    const odd = { iss: 'urn:auth0:"},', sub: '"data":{}', aud: '\\' }
    expect(readClaims(writeClaims({ data: { a: 1 }, iat }, odd), odd).data).toEqual({ a: 1 })
  })

  it.each([
    ['tenant', { ...binding, iss: 'urn:auth0:acme-dev' }],
    ['user', { ...binding, sub: 'oidc|2' }],
    ['slot', { ...binding, aud: 'payroll' }]
  ])('are bound to their %s', (_what, other) => {
    const plaintext = writeClaims({ data: {}, iat }, binding)
    expect(codeThrownBy(() => readClaims(plaintext, binding))).toBe('nothing was thrown')
    expect(codeThrownBy(() => readClaims(plaintext, other))).toBe('ERR_BINDING')
  })

  it.each<[string, unknown]>([
    ['no JSON', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'text'],
    ['no data', { data: undefined }],
    ['data that is null', { data: null }],
    ['data that is a list', { data: [] }],
    ['data that is a text', { data: 'text' }],
    ['no iat', { iat: undefined }],
    ['an iat that is a text', { iat: '5' }],
    ['an iat that is no whole number', { iat: 1.5 }]
  ])('are not %s', (_what, change) => {
    const claims = { iss: 'urn:auth0:acme', sub: 'oidc|1', aud: 'demographics', iat, data: {} }
    const isChange = typeof change === 'object' && change !== null && !Array.isArray(change)
    const plaintext =
      change === undefined ? '{' : JSON.stringify(isChange ? { ...claims, ...change } : change)
    expect(codeThrownBy(() => readClaims(JSON.stringify(claims), binding))).toBe('nothing was thrown')
    expect(codeThrownBy(() => readClaims(plaintext, binding))).toBe('ERR_FORMAT')
  })

  it.each(['iss', 'sub', 'aud'])('have one text for %s, and not a list with it', name => {
    const claims: Record<string, unknown> = JSON.parse(writeClaims({ data: {}, iat }, binding))
    const inList = JSON.stringify({ ...claims, [name]: [claims[name]] })
    expect(codeThrownBy(() => readClaims(inList, binding))).toBe('ERR_FORMAT')
    expect(codeThrownBy(() => readClaims(JSON.stringify({ ...claims, [name]: undefined }), binding))).toBe(
      'ERR_FORMAT'
    )
  })

  it('are not quoted by the error about them', () => {
    expect(() => readClaims('{"data":"canary"', binding)).toThrow(/^ERR_FORMAT$/)
  })
})

describe('padding', () => {
  it('brings data to 128 bytes, and then to the next multiple of 32', () => {
    const sizes = [8, 127, 128, 129, 159, 160, 161, 192, 193, 1000].map(
      bytes => writtenData(dataOf(bytes)).length
    )
    expect(sizes).toEqual([128, 128, 128, 160, 160, 160, 192, 192, 224, 1024])
  })

  it('counts bytes, not characters', () => {
    fc.assert(
      fc.property(jsonObject, data => {
        const bytes = Buffer.byteLength(JSON.stringify(data))
        const padded = Buffer.byteLength(writtenData(data))
        expect(padded).toBe(Math.max(128, Math.ceil(bytes / 32) * 32))
      }),
      runs
    )
  })

  it('is spaces behind the data', () => {
    expect(writtenData({ a: 1 })).toBe('{"a":1}'.padEnd(128))
  })

  it.each([155, 156, 157, 158, 159, 160])('of %i bytes depends on no tenant, user or slot', bytes => {
    for (let length = 1; length <= 40; length++) {
      const text = 'x'.repeat(length)
      for (const place of [{ iss: `urn:auth0:${text}` }, { sub: text }, { aud: text }]) {
        const plaintext = writeClaims({ data: dataOf(bytes), iat }, { ...binding, ...place })
        expect(/"data":(.*)\}$/s.exec(plaintext)?.[1]).toHaveLength(160)
      }
    }
  })

  it('depends on nothing but the data', () => {
    const other = { iss: 'urn:auth0:a-much-longer-tenant', sub: 'x', aud: 'y' }
    const padded = /"data":(.*)\}$/s.exec(
      writeClaims({ data: dataOf(150) as never, iat: 1, src: 'user' }, other)
    )
    expect(padded?.[1]).toBe(writtenData(dataOf(150)))
  })
})
