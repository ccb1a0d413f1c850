import { describe, expect, it } from 'vitest'
import { createManagementClient } from '../../lib/admin/client.js'
import { request } from '../../lib/admin/tenant-error.js'
import { jumpingClock } from './clock.js'
import { json } from './fake-tenant.js'

const cut = (code: string) => () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code } })
}
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    json({ statusCode: code }, code, headers)
const fine = () => json({ id: 'act_1' })

/** A client whose requests get these answers, one after the other, and the last one for good. */
const clientOf = (answers: (() => Response)[], clock = jumpingClock()) => {
  const seen: string[] = []
  const fetchFake: typeof fetch = async (_, { method = 'GET' } = {}) => {
    seen.push(method)
    return (answers[seen.length - 1] ?? answers.at(-1) ?? fine)()
  }
  const access = { domain: 'tenant.test', accessToken: 'TEST-TOKEN' }
  return { client: createManagementClient(access, { fetch: fetchFake, clock }), seen, clock }
}
const call = { what: 'a call', scopes: [] }
const read = ({ client }: ReturnType<typeof clientOf>) => request(call, () => client.actions.get('act_1'))

describe('a read', () => {
  it.each([
    ['408', status(408)],
    ['429', status(429)],
    ['500', status(500)],
    ['503', status(503)],
    ['a cut', cut('ECONNRESET')],
    [
      'a cut of the answer',
      () => new Response(new ReadableStream({ start: c => c.error({ code: 'UND_ERR_SOCKET' }) }))
    ]
  ])('is tried again after %s', async (_, failure) => {
    const tenant = clientOf([failure, failure, fine])
    expect(await read(tenant)).toMatchObject({ id: 'act_1' })
    expect(tenant.seen).toEqual(['GET', 'GET', 'GET'])
  })

  it('is tried six times, with waits that double and never pass 30 s', async () => {
    const tenant = clientOf([status(500)], jumpingClock({ random: 1 }))
    await expect(read(tenant)).rejects.toMatchObject({ status: 500 })
    expect(tenant.seen).toHaveLength(6)
    expect(tenant.clock.waits).toEqual([1000, 2000, 4000, 8000, 16_000])
  })

  it('waits at least half a second, whatever chance says', async () => {
    const tenant = clientOf([cut('EPIPE')], jumpingClock({ random: 0 }))
    await expect(read(tenant)).rejects.toMatchObject({
      message: 'a call: the tenant could not be reached (EPIPE)'
    })
    expect(tenant.clock.waits).toEqual([500, 500, 500, 500, 500])
  })

  it.each([
    [20, 20_000],
    [600, 30_000]
  ])('waits for a limit that is reset in %d s: %d ms', async (seconds, waited) => {
    const clock = jumpingClock()
    const reset = status(429, { 'x-ratelimit-reset': `${clock.now() / 1000 + seconds}` })
    await read(clientOf([reset, fine], clock))
    expect(clock.waits).toEqual([waited])
  })

  it.each([
    ['403', status(403)],
    ['404', status(404)],
    ['a name that is not known', cut('ENOTFOUND')],
    ['nobody who listens', cut('ECONNREFUSED')],
    ['a certificate of nobody', cut('SELF_SIGNED_CERT_IN_CHAIN')]
  ])('is not tried again after %s', async (_, failure) => {
    const tenant = clientOf([failure])
    await expect(read(tenant)).rejects.toMatchObject({ code: 'ERR_TENANT' })
    expect(tenant.seen).toHaveLength(1)
  })
})

describe('a write', () => {
  it.each([
    ['POST', (tenant: ReturnType<typeof clientOf>) => tenant.client.actions.deploy('act_1')],
    ['PATCH', (tenant: ReturnType<typeof clientOf>) => tenant.client.actions.update('act_1', {})]
  ])('by %s is never sent again by itself', async (method, send) => {
    for (const failure of [status(429), status(500), cut('ECONNRESET')]) {
      const tenant = clientOf([failure])
      await expect(request(call, () => send(tenant))).rejects.toMatchObject({ code: 'ERR_TENANT' })
      expect(tenant.seen).toEqual([method])
    }
  })
})
