import { expect, it, onTestFinished } from 'vitest'
import { startTenant } from '../../lib/tenant/start.js'
import { runChild } from '../cli/run.js'

it('a0seal deny-list, as a process that trusts the authority of the tenant, reads and writes over HTTPS', async () => {
  const connections = [{ id: 'con_acme', name: 'acme-idp', strategy: 'oidc', options: {} }]
  const tenant = await startTenant({ seed: { connections } })
  onTestFinished(() => tenant.stop())
  const { httpsIssuer = '', caFile = '', management } = tenant
  const env = {
    AUTH0_DOMAIN: new URL(httpsIssuer).host,
    AUTH0_CLIENT_ID: management.client_id,
    AUTH0_CLIENT_SECRET: management.client_secret ?? '',
    NODE_EXTRA_CA_CERTS: caFile
  }
  const args = ['--attributes', 'gender', '--connection', 'acme-idp', '--without-seal']
  const applied = await runChild(['deny-list', 'apply', ...args], env)
  expect(applied).toMatchObject({ code: 0, stderr: '' })
  expect(applied.stdout).toContain('written, and read back')
  expect(await runChild(['deny-list', 'plan', ...args], env)).toMatchObject({ code: 0, stderr: '' })
})
