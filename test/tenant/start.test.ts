import { describe, expect, test } from 'vitest'
import { createCookieJar, login } from '../../lib/tenant/client/login.js'
import { startTenant } from '../../lib/tenant/start.js'
import { issuedTokens } from '../fixtures/tokens.js'
import { action, ada } from './action.js'
import { useTenants } from './setup.js'

const start = useTenants()
const hr = { client_id: 'hr-web', persona: ada }
const handles = () =>
  process.getActiveResourcesInfo().filter(name => /TCPServer|TCPSocket|Worker|MessagePort|Timeout/.test(name))

describe('a tenant in a test suite', () => {
  test('starts and stops ten times without leaving a handle', async () => {
    const before = handles().length
    const actions = [action('nothing', '')]
    for (let round = 0; round < 10; round += 1) {
      // A worker thread and a certificate take their time: two are enough to see one that stays.
      const isFull = round % 5 === 0
      const tenant = await startTenant({ actions, ...(!isFull && { httpsPort: false as const }) })
      if (isFull) await login(tenant, hr)
      await tenant.stop()
    }
    // A handle is closed one turn of the loop after its last callback.
    await expect.poll(() => handles().length).toBeLessThanOrEqual(before)
  }, 60_000)

  test('stands beside another without knowing of it', async () => {
    const [one, two] = await Promise.all([
      start({ actions: [action('one', `api.user.setAppMetadata('by', 'one')`)], seed: { tenant: 'one' } }),
      start({ actions: [action('two', `api.user.setAppMetadata('by', 'two')`)], seed: { tenant: 'two' } })
    ])
    const jar = createCookieJar()
    await Promise.all([login(one, { ...hr, jar }), login(two, { ...hr, jar })])
    expect(one.user(ada)?.app_metadata).toEqual({ by: 'one' })
    expect(two.user(ada)?.app_metadata).toEqual({ by: 'two' })
    await one.stop()
    expect((await login(two, hr)).tokens).toEqual(issuedTokens)
  })
})
