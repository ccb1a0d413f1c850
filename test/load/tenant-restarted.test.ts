import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { httpLogin, managementGet } from '../cli/http-login.js'
import { startTenantProcess } from '../cli/run.js'

describe('a0seal tenant --data', () => {
  it('takes up profiles and keys where an earlier process left them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'a0seal-test-'))
    const data = ['--data', join(folder, 'data.json')]
    const persona = 'oidc|acme-idp|ada'
    const form = { connection: 'acme-idp', persona }
    try {
      const first = await startTenantProcess(data)
      await httpLogin(first, { client_id: 'hr-web', cookies: new Map(), form })
      const before = await managementGet(first, `users/${encodeURIComponent(persona)}`)
      await first.stop()

      const second = await startTenantProcess(data)
      expect(await managementGet(second, `users/${encodeURIComponent(persona)}`)).toEqual(before)
      await httpLogin(second, { client_id: 'hr-web', cookies: new Map(), form })
      const after = await managementGet(second, `users/${encodeURIComponent(persona)}`)
      await second.stop()
      const metadata = (user: unknown) => (user as { app_metadata: unknown }).app_metadata
      expect(metadata(after)).toEqual(metadata(before)) // sealed under the same key: nothing to write
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
