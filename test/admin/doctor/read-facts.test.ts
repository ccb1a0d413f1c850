import { describe, expect, it } from 'vitest'
import { createManagementClient } from '../../../lib/admin/client.js'
import { readFacts } from '../../../lib/admin/doctor/read-facts.js'
import { jumpingClock } from '../clock.js'
import { json } from '../fake-tenant.js'

const access = { domain: 'tenant.test', clientId: 'app', clientSecret: 'TEST-SECRET' }
const token = () => json({ access_token: 'token', expires_in: 60 })

const read = (answer: (path: string) => Response) => {
  const fetchFake: typeof fetch = async input => answer(new URL(String(input)).pathname)
  const client = createManagementClient(access, { fetch: fetchFake, clock: jumpingClock() })
  return readFacts(client, { needs: new Set(['logStreams', 'mfaPolicies']), names: [] })
}
const isToken = (path: string) => path === '/oauth/token'

describe('what is read of a tenant', () => {
  it('is what is needed', async () => {
    const facts = await read(path => (isToken(path) ? token() : json([])))
    expect(facts).toEqual({ mfaPolicies: { value: [] }, logStreams: { value: [] } })
  })

  it.each([
    [403, ['read:log_streams']],
    [404, []],
    [500, []]
  ])('is unknown where the answer is %d', async (status, scopes) => {
    const facts = await read(path => {
      if (isToken(path)) return token()
      return path.endsWith('/log-streams') ? json({ message: 'no' }, status) : json(['all-applications'])
    })
    expect(facts).toMatchObject({
      mfaPolicies: { value: ['all-applications'] },
      logStreams: { scopes, unread: expect.stringContaining(`GET /log-streams: ${status}`) }
    })
  })

  it('is unknown too where the plan is without it, and no scope is to blame', async () => {
    const body = { errorCode: 'insufficient_entitlement', message: 'Please upgrade your subscription' }
    const facts = await read(path => {
      if (isToken(path)) return token()
      return path.endsWith('/log-streams') ? json(body, 403) : json([])
    })
    expect(facts).toMatchObject({
      mfaPolicies: { value: [] },
      logStreams: { scopes: [], isBeyondScopes: true, unread: expect.stringContaining('plan') }
    })
  })

  it.each([
    ['no token', (path: string) => json({ error: 'access_denied' }, isToken(path) ? 403 : 200)],
    ['a token that ends', (path: string) => (isToken(path) ? token() : json({ message: 'expired' }, 401))],
    [
      'no tenant',
      () => {
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } })
      }
    ]
  ])('is nothing at all with %s', async (_, answer) => {
    await expect(read(answer)).rejects.toMatchObject({ code: 'ERR_TENANT' })
  })
})
