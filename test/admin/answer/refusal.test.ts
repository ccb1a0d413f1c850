import { describe, expect, it } from 'vitest'
import { describeRefusal, readRefusal } from '../../../lib/admin/answer/refusal.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'

const said = (status: number, body: unknown, what = 'GET /x') =>
  describeRefusal(readRefusal(status, body, { what, scopes: ['read:x'] }), { what, scopes: ['read:x'] })

const key = secretJWK(1)
const keys = keySetText(key)
const whyOfAWrite =
  "the tenant's log says why, in an entry of type fapi: an answer to a write may quote secrets, and is not shown"

describe('a write that is refused', () => {
  it.each([
    ['a text', 'TEST-SECRET'],
    ['a part of a text', 'TEST-SECR...'],
    ['a key set', keys],
    ['a key set as JSON spells it', JSON.stringify({ value: keys })],
    ['a part of a key', String(key.k).slice(5, 20)],
    ['words', 'A connection of this name exists']
  ])('has nothing of a message that quotes %s', (_name, quoted) => {
    for (const what of ['POST /x', 'PATCH /x', 'PUT /x', 'a call'])
      expect(said(400, { message: `bad: ${quoted}.` }, what)).toBe(`${what}: 400, ${whyOfAWrite}`)
  })

  it.each([
    ['invalid_body', ' (invalid_body)'],
    ['', ''],
    [String(key.k), ''],
    ['insufficient_scope of TEST-SECRET', ''],
    ['a'.repeat(65), ''],
    [7, '']
  ])('has the kind %j where it is one', (errorCode, shown) => {
    expect(said(400, { errorCode }, 'PATCH /x')).toBe(`PATCH /x: 400${shown}, ${whyOfAWrite}`)
  })

  it.each([
    [403, 'the token needs read:x'],
    [404, 'it is not there: run this again'],
    [409, 'there is such a one already, or somebody writes it too: run this again'],
    [413, 'it is too large'],
    [429, 'too many requests: run this again later'],
    [503, 'the tenant failed: run this again']
  ])('with %i says what to do', (status, next) => {
    expect(said(status, { message: 'TEST-SECRET' }, 'PATCH /x')).toBe(`PATCH /x: ${status}, ${next}`)
  })
})

describe('a read that is refused', () => {
  it('has what the tenant says', () => {
    expect(said(400, { message: 'Query validation error', errorCode: 'invalid_query_string' })).toBe(
      'GET /x: 400 (invalid_query_string), Query validation error'
    )
    for (const body of [undefined, null, 'text', {}, { message: 7 }, [{ message: 'x' }]])
      expect(said(400, body)).toBe('GET /x: 400')
  })

  it('has nothing that looks like a token, and no more than 200 characters', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLTIwLWNoYXJhY3RlcnM'
    expect(said(400, { message: `malformed header Authorization: Bearer ${token}` })).not.toMatch(
      /eyJhbGciOiJSUzI1NiJ9|c2lnbmF0/
    )
    expect(said(400, { message: `the key ${key.k} of read:connections_options, con_1` })).toBe(
      'GET /x: 400, the key [withheld] of read:connections_options, con_1'
    )
    expect(said(400, { message: 'no '.repeat(100_000) }).length).toBeLessThan(230)
  })

  it('says which scopes the token needs, and that it may be something else where Auth0 says so', () => {
    expect(said(403, { message: 'x', errorCode: 'insufficient_scope' })).toBe(
      'GET /x: 403, the token needs read:x'
    )
    expect(said(403, { errorCode: 'operation_not_supported' })).toBe(
      "GET /x: 403, the tenant's plan or settings do not offer it (operation_not_supported)"
    )
    expect(said(401, { message: 'TEST', errorCode: 'invalid_token' })).toBe(
      'GET /x: 401, the token is not valid'
    )
  })
})
