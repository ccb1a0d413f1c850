import { describe, expect, test } from 'vitest'
import { isOwnRequest } from '../../../lib/tenant/inspector/own-request.js'
import { useTenants } from '../setup.js'

const startTenant = useTenants()

const isOwn = (headers: Record<string, string>) =>
  isOwnRequest({
    req: { header: (name: string) => ({ host: 'localhost:4000', ...headers })[name] }
  } as never)

describe('who may ask the inspector', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['no page', {}, true],
    ['a page of its own', { 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    ['a page of its own, by an older browser', { origin: 'http://localhost:4000' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['another port', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:4001' }, false],
    ['another site, by an older browser', { origin: 'https://evil.example' }, false],
    ['another port, by an older browser', { origin: 'http://localhost:4001' }, false],
    ['nobody knows who', { origin: 'null' }, false]
  ])('%s', (_, headers, expected) => {
    expect(isOwn(headers)).toBe(expected)
  })

  test('a form of another site is refused where the browser says no more than its origin', async () => {
    const { inspector } = await startTenant()
    const ask = (path: string, init: RequestInit) => fetch(`${inspector}${path}`, init)
    const headers = { origin: 'https://evil.example' }
    const form = new URLSearchParams({ login: 'x' })
    expect((await ask('/refresh', { method: 'POST', headers, body: form })).status).toBe(403)
    expect((await ask('/development-keys', { headers })).status).toBe(403)
    expect((await ask('/refresh', { method: 'POST', body: form, redirect: 'manual' })).status).toBe(303)
  })
})
