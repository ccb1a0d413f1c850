import { expect, test } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import { startTenant } from '../../lib/tenant/start.js'
import { action, ada } from '../tenant/action.js'

const handles = () =>
  process.getActiveResourcesInfo().filter(name => /TCPServer|TCPSocket|Worker|MessagePort|Timeout/.test(name))

test('a tenant starts and stops a hundred times without leaving a handle', async () => {
  const before = handles().length
  const actions = [action('nothing', '')]
  for (let round = 0; round < 100; round += 1) {
    // A worker thread and a certificate take their time: every tenth is enough to see one that stays.
    const isFull = round % 10 === 0
    const tenant = await startTenant({ actions, ...(!isFull && { httpsPort: false as const }) })
    if (isFull) await login(tenant, { client_id: 'hr-web', persona: ada })
    await tenant.stop()
  }
  // A handle is closed one turn of the loop after its last callback.
  await expect.poll(() => handles().length).toBeLessThanOrEqual(before)
})
