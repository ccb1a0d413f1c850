import { readFile } from 'node:fs/promises'
import { get } from 'node:https'
import { describe, expect, test } from 'vitest'
import type { Tenant } from '../../../lib/tenant/start.js'
import { callback } from '../action.js'
import { useTenants } from '../setup.js'

const start = useTenants()

const authorize = `authorize?${new URLSearchParams({
  client_id: 'hr-web',
  response_type: 'code',
  redirect_uri: callback
})}`

const cookiesOverHttps = async ({ httpsIssuer, caFile = '' }: Tenant): Promise<string[]> => {
  const ca = await readFile(caFile)
  return new Promise((resolve, reject) => {
    const request = get(`${httpsIssuer}${authorize}`, { ca, agent: false }, response => {
      response.resume()
      resolve(response.headers['set-cookie'] ?? [])
    })
    request.once('error', reject)
  })
}

describe('the cookies of a login', () => {
  test('over HTTPS are sent to the frames of any site', async () => {
    const cookies = await cookiesOverHttps(await start({ httpsPort: 0 }))
    expect(cookies.length).toBeGreaterThanOrEqual(3)
    for (const cookie of cookies) expect(cookie).toMatch(/; samesite=none; secure/i)
  })

  test('over HTTP are those a browser takes there', async () => {
    const { issuer } = await start()
    const response = await fetch(`${issuer}${authorize}`, { redirect: 'manual' })
    const cookies = response.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThanOrEqual(3)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; samesite=lax/i)
      expect(cookie).not.toMatch(/secure/i)
    }
  })
})
