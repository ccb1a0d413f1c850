import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateKeyPair } from '../../lib/core/jwe/generate.js'
import { parseMacKey } from '../../lib/core/seal/mac.js'
import { createReader } from '../../lib/reader/index.js'
import { createCookieJar, login, startTenant } from '../../lib/tenant/index.js'
import { createFolders } from '../fixtures/folder.js'

const policy = `import { definePolicy } from 'a0seal'
export default definePolicy({
  namespace: 'https://pay.example/',
  slots: {
    payroll: {
      attributes: [{ name: 'iban', entropy: 'high' }], mode: 'write-only', keys: 'PAY_KEYS', fingerprint: true
    }
  },
  applications: { backend: { client_id: 'hr-web' } },
  release: [{ slot: 'payroll', to: 'id_token', applications: ['backend'] }]
})`

const persona = 'oidc|acme-idp|payee'
const iban = 'iban-canary-4711'
const { publicKey, privateKey } = generateKeyPair('X25519')
const macKey = Buffer.alloc(32, 7).toString('base64url')
const seed = {
  tenant: 'acme-pay',
  personas: [{ connection: 'acme-idp', profile: { user_id: persona, iban } }],
  connections: [{ name: 'acme-idp', strategy: 'oidc', options: { non_persistent_attrs: ['iban'] } }],
  secrets: { '*': { PAY_KEYS: JSON.stringify(publicKey), A0SEAL_MAC_KEY: macKey } }
}
const folderOf = createFolders()

describe('a write-only slot, in a real login', () => {
  it('is opened by the backend alone, is not written again, and is refused under another MAC key', async () => {
    const config = join(await folderOf(), 'policy.ts')
    await writeFile(config, policy)
    const tenant = await startTenant({ config, seed, httpsPort: false })
    try {
      const jar = createCookieJar()
      const first = await login(tenant, { client_id: 'hr-web', persona, jar })
      const claim = first.claims?.['https://pay.example/payroll']
      const options = { keys: privateKey, tenant: seed.tenant, slot: 'payroll' }
      const reader = createReader({ ...options, macKey: parseMacKey(macKey).inner.toString('base64url') })
      const { data } = await reader.open(claim, { token: first.claims ?? {} })
      expect(data).toEqual({ iban })

      const again = await login(tenant, { client_id: 'hr-web', persona })
      expect(again.claims?.['https://pay.example/payroll']).toBe(claim)
      expect(tenant.profileWrites(persona)).toBe(1)
      expect(Object.values(tenant.search(iban)).reduce((sum, count) => sum + count)).toBe(0)

      const wrong = createReader({ ...options, macKey: Buffer.alloc(32, 8).toString('base64url') })
      await expect(wrong.open(claim, { token: first.claims ?? {} })).rejects.toMatchObject({
        code: 'ERR_MAC'
      })
    } finally {
      await tenant.stop()
    }
  })
})
