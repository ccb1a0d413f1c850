import { ManagementError } from 'auth0'
import { describe, expect, it } from 'vitest'
import { request } from '../../lib/admin/tenant-error.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'

/** What a request says that sent this, and was refused with this message. */
const said = async (message: string, sent: unknown, secrets: readonly string[] = []): Promise<string> => {
  const refusal = new ManagementError({ statusCode: 400, body: { message } })
  const call = { what: 'PATCH /x', scopes: [], sent, secrets }
  const error = await request(call, () => Promise.reject(refusal)).catch(thrown => thrown)
  return error.message
}

describe('a message of the tenant', () => {
  const key = secretJWK(1)
  const keys = keySetText(key)

  it('is passed on where it quotes nothing that was sent', async () => {
    expect(await said('no such oidc', { code: 'exports.x', strategy: 'oidc' })).toBe(
      'PATCH /x: 400, no such oidc'
    )
  })

  it.each([
    ['a text', 'TEST-SECRET', { options: { client_secret: 'TEST-SECRET' } }],
    ['a text as JSON spells it', 'TEST-\\"SECRET\\"', { options: ['TEST-"SECRET"'] }],
    ['a text as an address spells it', 'TEST%2FSECRET', { value: 'TEST/SECRET' }],
    ['a key set', keys, { secrets: [{ value: keys }] }],
    ['a key set as JSON spells it', JSON.stringify({ value: keys }), { secrets: [{ value: keys }] }],
    ['one key of a set', String(key.k), { secrets: [{ value: keys }] }]
  ])('is not passed on where it quotes %s', async (_name, quoted, sent) => {
    expect(await said(`bad: ${quoted}.`, sent)).toBe('PATCH /x: 400')
  })

  it('quotes no secret, however short', async () => {
    expect(await said('bad: a"b', {}, ['"'])).toBe('PATCH /x: 400')
    expect(await said('bad: a\\"b', {}, ['a"b'])).toBe('PATCH /x: 400')
  })
})
