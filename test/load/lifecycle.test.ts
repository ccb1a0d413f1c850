import { expect, test } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import { startTenant } from '../../lib/tenant/start.js'
import { action, ada } from '../tenant/action.js'

const hr = { client_id: 'hr-web', persona: ada }
const handles = () =>
  process.getActiveResourcesInfo().filter(name => /TCPServer|TCPSocket|Worker|MessagePort|Timeout/.test(name))

test('a tenant starts and stops a hundred times without leaving a handle', async () => {
  const before = handles().length
  const actions = [action('nothing', '')]
  for (let round = 0; round < 100; round += 1) {
    // A worker thread and a certificate take their time: every tenth is enough to see one that stays.
    const isFull = round % 10 === 0
    const tenant = await startTenant({ actions, ...(!isFull && { httpsPort: false as const }) })
    if (isFull) await login(tenant, hr)
    await tenant.stop()
  }
  // A handle is closed one turn of the loop after its last callback.
  await expect.poll(() => handles().length).toBeLessThanOrEqual(before)
})

test('five tenants with HTTPS and a login each leave no handle behind', async () => {
  const before = handles().length
  for (let round = 0; round < 5; round += 1) {
    const tenant = await startTenant({ actions: [action('nothing', '')] })
    await login(tenant, hr)
    await tenant.stop()
  }
  await expect.poll(() => handles().length).toBeLessThanOrEqual(before)
})

test('a tenant loses none of 60 logins, 20 at a time', async () => {
  const tenant = await startTenant({
    httpsPort: false,
    actions: [action('count', `api.idToken.setCustomClaim('https://acme.example/n', 1)`)]
  })
  const users = new Set<unknown>()
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let round = 0; round < 3; round += 1) {
        const { claims } = await login(tenant, hr)
        expect(claims).toHaveProperty(['https://acme.example/n'], 1)
        users.add(claims?.sid)
      }
    })
  )
  expect(users.size).toBe(60)
  expect(tenant.user(ada)?.logins_count).toBe(60)
  expect(tenant.logs().filter(({ type }) => type === 's').length).toBe(60)
  await tenant.stop()
})
