import { ManagementError } from 'auth0'
import { describe, expect, it } from 'vitest'
import { Interrupted } from '../../lib/admin/interruption.js'
import { request, TenantError } from '../../lib/admin/tenant-error.js'

const failing = (error: unknown, what = 'GET /x') =>
  request({ what, scopes: ['read:x'] }, () => Promise.reject(error)).catch(thrown => thrown)

describe('a request that fails', () => {
  it('says what the tenant says of a read, and of a write what to do', async () => {
    const refusal = new ManagementError({ statusCode: 409, body: { message: 'no such oidc' } })
    expect((await failing(refusal)).message).toBe('GET /x: 409, no such oidc')
    expect((await failing(refusal, 'PATCH /x')).message).toMatch(/^PATCH \/x: 409, there is such a one/)
  })

  it('has the status, the scopes it needs, and when the limit is reset', async () => {
    const rawResponse = { headers: new Headers({ 'x-ratelimit-reset': '20' }) }
    const limited = new ManagementError({ statusCode: 429, rawResponse: rawResponse as never })
    expect(await failing(limited)).toMatchObject({ status: 429, scopes: [], retryAtMs: 20_000 })
    expect(await failing(new ManagementError({ statusCode: 403 }))).toMatchObject({ scopes: ['read:x'] })
  })

  it.each(['banana', '', 'Infinity', 'NaN'])('has no time of a limit that is reset at %j', async reset => {
    const rawResponse = { headers: new Headers({ 'x-ratelimit-reset': reset }) }
    const { retryAtMs } = await failing(
      new ManagementError({ statusCode: 429, rawResponse: rawResponse as never })
    )
    expect(retryAtMs).toBe(reset === '' ? 0 : undefined)
  })

  it('takes no message of the tenant for one of the SDK about its token', async () => {
    const body = { message: 'token request' }
    expect((await failing(new ManagementError({ statusCode: 400, body }))).message).toBe(
      'GET /x: 400, token request'
    )
  })

  it('is an interruption where that is behind it, and what it was where it is one of ours', async () => {
    const interrupted = new Interrupted('stopped')
    const wrapped = new ManagementError({ message: 'x', cause: new Error('y', { cause: interrupted }) })
    expect(await failing(wrapped)).toBe(interrupted)
    const ours = new TenantError('x')
    expect(await failing(ours)).toBe(ours)
  })
})

const refusedWith = (statusCode: number, body: unknown, what?: string): Promise<TenantError> =>
  failing(new ManagementError({ statusCode, body }), what)

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

  it('has nothing of a text that may quote what was sent', async () => {
    const { message } = await refusedWith(403, { errorCode: 'TEST-SECRET', message: 'TEST' }, 'PATCH /x')
    expect(message).toBe('PATCH /x: 403, the token needs read:x')
    const body = { errorCode: 'too_many_entities', message: 'TEST-SECRET' }
    expect((await refusedWith(403, body, 'PATCH /x')).message).toBe(
      'PATCH /x: 403, the tenant refuses it, and no scope helps (too_many_entities)'
    )
  })
})
