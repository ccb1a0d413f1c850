import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createManagementClient } from '../../lib/admin/client.js'
import { Interrupted } from '../../lib/admin/interruption.js'
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

describe('a limit that is reset at no time', () => {
  it.each(['banana', 'NaN', 'Infinity', '-5', ''])('(%j) is waited for as any other failure', async reset => {
    const clock = jumpingClock({ random: 1 })
    const limited = status(429, { 'x-ratelimit-reset': reset })
    await expect(read(clientOf([limited], clock))).rejects.toMatchObject({ status: 429 })
    expect(clock.waits).toEqual([1000, 2000, 4000, 8000, 16_000])
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 304, 307, 308])('(%i) is not followed, and is no answer', async code => {
    const tenant = clientOf([() => new Response(null, { status: code, headers: { location: '/x' } })])
    for (const ask of [read(tenant), request(call, () => tenant.client.actions.deploy('act_1'))])
      await expect(ask).rejects.toMatchObject({
        message: expect.stringMatching(
          /^a call: the tenant could not be reached \(it redirects, which is not/
        )
      })
    expect(tenant.seen).toEqual(['GET', 'POST'])
  })

  it('by a server reaches nobody else', async () => {
    const heard: string[] = []
    const server = createServer((message, response) => {
      heard.push(message.url ?? '')
      message.resume()
      response.writeHead(307, { location: `/elsewhere` }).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const toServer: typeof fetch = (input, init) =>
      fetch(String(input).replace('https://tenant.test', `http://127.0.0.1:${port}`), init)
    const access = { domain: 'tenant.test', clientId: 'app', clientSecret: 'TEST-SECRET' }
    const client = createManagementClient(access, { fetch: toServer })
    await expect(request(call, () => client.actions.get('act_1'))).rejects.toMatchObject({
      code: 'ERR_TENANT'
    })
    server.close()
    expect(heard).toEqual(['/oauth/token'])
  })
})

describe('an interruption', () => {
  const waiting = (signal: AbortSignal | null | undefined) =>
    new Promise<Response>((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    )
  const interruptible = (answer: typeof fetch) => {
    const controller = new AbortController()
    const access = { domain: 'tenant.test', accessToken: 'TEST-TOKEN' }
    const options = { fetch: answer, clock: jumpingClock(), interrupted: controller.signal }
    return {
      client: createManagementClient(access, options),
      interrupt: () => controller.abort(new Interrupted('stopped'))
    }
  }

  it('ends a read that has no answer', async () => {
    const { client, interrupt } = interruptible((_, init) => {
      queueMicrotask(interrupt)
      return waiting(init?.signal)
    })
    await expect(request(call, () => client.actions.get('act_1'))).rejects.toBeInstanceOf(Interrupted)
  })

  it('ends the wait for another try, and begins no read', async () => {
    let asked = 0
    const { client, interrupt } = interruptible(async () => {
      asked += 1
      interrupt()
      return status(503)()
    })
    for (const id of ['act_1', 'act_2'])
      await expect(request(call, () => client.actions.get(id))).rejects.toBeInstanceOf(Interrupted)
    expect(asked).toBe(1)
  })

  it('leaves a write that was sent', async () => {
    const { client, interrupt } = interruptible(async (_, init) => {
      interrupt()
      return init?.signal?.aborted ? Promise.reject(init.signal.reason) : fine()
    })
    expect(await request(call, () => client.actions.deploy('act_1'))).toMatchObject({ id: 'act_1' })
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
