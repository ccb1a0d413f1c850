import { ManagementError } from 'auth0'
import { describe, expect, it } from 'vitest'
import { request, type TenantError } from '../../lib/admin/tenant-error.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'

const refusedWith = (statusCode: number, body: unknown, call: object = {}): Promise<TenantError> => {
  const refusal = new ManagementError({ statusCode, body })
  return request({ what: 'GET /x', scopes: ['read:x'], ...call }, () => Promise.reject(refusal)).catch(
    thrown => thrown
  )
}

/** What a request says that sent this, and was refused with this message. */
const said = async (message: string, sent: unknown, secrets: readonly string[] = []): Promise<string> => {
  const call = { what: 'PATCH /x', sent, secrets }
  return (await refusedWith(400, { message }, call)).message
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

describe('a 403', () => {
  const upgrade = 'Please upgrade your subscription'

  it.each([
    [
      'with the code of it',
      { errorCode: 'insufficient_scope', message: 'Insufficient scope, expected any of: read:x' }
    ],
    ['without a code', { message: 'Forbidden' }],
    ['without an answer', undefined]
  ])('is for want of a scope %s', async (_name, body) => {
    expect(await refusedWith(403, body)).toMatchObject({
      message: 'GET /x: 403, the token needs read:x',
      scopes: ['read:x'],
      isBeyondScopes: false
    })
  })

  it.each([
    ['insufficient_entitlement', "the tenant's plan or settings do not offer it"],
    ['feature_not_enabled', "the tenant's plan or settings do not offer it"],
    ['operation_not_supported', "the tenant's plan or settings do not offer it"],
    ['another', 'the tenant refuses it, and no scope helps']
  ])('of the code %s is mended by no scope, and says what it is', async (errorCode, why) => {
    expect(await refusedWith(403, { errorCode, message: upgrade })).toMatchObject({
      message: `GET /x: 403, ${why} (${errorCode}): ${upgrade}`,
      scopes: [],
      isBeyondScopes: true
    })
    expect((await refusedWith(403, { errorCode })).message).toBe(`GET /x: 403, ${why} (${errorCode})`)
  })

  it('quotes in its code nothing that was sent either', async () => {
    const { message } = await refusedWith(403, { errorCode: 'TEST-SECRET' }, { secrets: ['TEST-SECRET'] })
    expect(message).toBe('GET /x: 403, the token needs read:x')
  })
})
