import { describe, expect, it } from 'vitest'
import { login, startTenant } from '../../lib/tenant/index.js'

describe('startTenant of a0seal/tenant', () => {
  it('runs the Actions of a policy with keys of its own', async () => {
    const tenant = await startTenant({ config: 'a0seal.config.ts' })
    try {
      const persona = tenant.personas[0]?.user_id ?? ''
      const { claims } = await login(tenant, { client_id: 'hr-web', persona })
      expect(claims?.['https://acme.example/demographics']).toMatch(/^ey/)
      expect(tenant.privateKeys.A0SEAL_HR_WEB_KEY).toHaveProperty('d')
    } finally {
      await tenant.stop()
    }
  })

  it('starts nothing where the policy cannot be built', async () => {
    await expect(startTenant({ config: 'no-such-policy.ts' })).rejects.toThrow('no-such-policy.ts')
  })
})
