import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { callApi, tokenFor } from '../../tenant/management/api.js'
import { useTenants } from '../../tenant/setup.js'

const startTenant = useTenants()
let tenant: Tenant
let token: string
const start = async (settings: NonNullable<Seed['settings']> = {}) => {
  const seed: Seed = {
    settings,
    clients: [{ client_id: 'app', web_origins: ['https://app.example'] }]
  }
  tenant = await startTenant({ seed })
  token = await tokenFor(tenant)
}
const get = (path = 'connections') => callApi(tenant, path, { token })

describe('the rate limit', () => {
  test('is told on every answer, refusals too', async () => {
    await start()
    for (const answer of [
      await get(),
      await get('nothing'),
      await callApi(tenant, 'users', { token: 'x' })
    ]) {
      expect(answer.headers.get('x-ratelimit-limit')).toBe('50')
      expect(Number(answer.headers.get('x-ratelimit-remaining'))).toBeLessThan(50)
      const seconds = Number(answer.headers.get('x-ratelimit-reset'))
      expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(3)
    }
  })

  test('refuses nothing without the switch', async () => {
    await start()
    const answers = await Promise.all(Array.from({ length: 80 }, () => get()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('answers 429 until the reset', async () => {
    await start({ faults: { rateLimit: { limit: 2, windowSeconds: 2 } } })
    const statuses = [(await get()).status, (await get()).status]
    const third = await get()
    expect([...statuses, third.status]).toEqual([200, 200, 429])
    expect(third.body).toMatchObject({ statusCode: 429, errorCode: 'too_many_requests' })
    expect(third.headers.get('x-ratelimit-remaining')).toBe('0')
    await wait(Number(third.headers.get('x-ratelimit-reset')) * 1000 - Date.now() + 5)
    expect((await get()).status).toBe(200)
  })
})

describe('a fault', () => {
  test('of an error hits the requests it names', async () => {
    await start({
      faults: {
        requests: [
          { fault: 'error', method: 'GET', path: '/connections', skip: 1, times: 1 },
          { fault: 'error', path: '/users', status: 503 }
        ]
      }
    })
    expect((await get()).status).toBe(200)
    expect(await get()).toMatchObject({
      status: 500,
      body: { statusCode: 500, error: 'Internal Server Error' }
    })
    expect((await get()).status).toBe(200)
    expect((await get('users')).status).toBe(503)
    expect((await get('clients')).status).toBe(200)
  })

  test('of a cut connection comes before or after the work is done', async () => {
    await start({
      faults: {
        requests: [
          { fault: 'cut', method: 'DELETE', path: '/connections/con_0000000000000001' },
          { fault: 'cut', method: 'DELETE', path: '/connections/con_0000000000000002', at: 'after' }
        ]
      }
    })
    const remove = (id: string) => callApi(tenant, `connections/${id}`, { method: 'DELETE', token })
    await expect(remove('con_0000000000000001')).rejects.toThrow('fetch failed')
    await expect(remove('con_0000000000000002')).rejects.toThrow('fetch failed')
    const ids = (await get()).body.map(({ id }: { id: string }) => id)
    expect(ids).toEqual(['con_0000000000000001'])
  })

  test('of a slow answer takes its time', async () => {
    await start({ faults: { requests: [{ fault: 'slow', delayMs: 120, times: 1 }] } })
    const began = performance.now()
    expect((await get()).status).toBe(200)
    expect(performance.now() - began).toBeGreaterThan(110)
  })

  test('that is misspelt is refused at the start', async () => {
    const misspelt = JSON.parse('{ "faults": { "requests": [{ "fault": "eror" }] } }')
    await expect(start(misspelt)).rejects.toThrow('seed.settings.faults')
    await start()
  })
})

describe('another origin', () => {
  const preflight = async (origin: string) => {
    const response = await fetch(`${tenant.issuer}api/v2/users/x`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PATCH' }
    })
    return response.headers.get('access-control-allow-origin')
  }

  test('may read answers where a client has registered it', async () => {
    await start()
    expect(await preflight('https://app.example')).toBe('https://app.example')
    const answer = await fetch(`${tenant.issuer}api/v2/users`, {
      headers: { origin: 'https://app.example', authorization: `Bearer ${token}` }
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-ratelimit-reset')
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      expect(await preflight(origin)).toBeNull()
    }
  })

  test('may be any page on loopback: applications under development live there', async () => {
    await start()
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:5173', 'https://localhost:8443']) {
      expect(await preflight(origin)).toBe(origin)
    }
  })
})
