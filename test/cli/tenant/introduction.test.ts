import { expect, test } from 'vitest'
import { introduce, notDenied } from '../../../lib/cli/tenant/introduction.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { seedFromPolicy } from '../../../lib/tenant/seed/from-policy.js'
import { startTenant } from '../../../lib/tenant/start.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: { a: { attributes: ['iban', { name: 'blood.type', from: ['blood'], connections: ['samlp'] }] } }
})
const connections = (denyList: string[]) => [
  { name: 'idp', strategy: 'oidc', denyList },
  { name: 'hr', strategy: 'samlp', denyList },
  { name: 'database', strategy: 'auth0', denyList }
]

test('attributes that a connection does not deny are named by connection, a database sends none', () => {
  expect(notDenied(policy, { connections: connections(['iban', 'blood']) })).toEqual(['hr: blood.type'])
  expect(notDenied(policy, { connections: connections([]) })).toEqual([
    'idp: iban',
    'hr: iban, blood.type, blood'
  ])
  expect(notDenied(policy, { connections: connections(['iban', 'blood', 'blood.type']) })).toEqual([])
  expect(notDenied(undefined, { connections: connections([]) })).toEqual([])
})

test('at most eight lines are said, also where nothing is right', async () => {
  const seed = seedFromPolicy(policy)
  const open = (seed.connections ?? []).map(connection => ({ ...connection, options: {} }))
  const tenant = await startTenant({ seed: { ...seed, connections: open }, httpsPort: false })
  await tenant.stop()
  const loaded = {
    actions: [],
    privateKeys: {},
    secrets: {},
    elsewhere: [],
    unset: ['seal-attributes A0SEAL_KEYS'],
    warnings: [],
    policy
  }
  const given = { loaded, personas: seed.personas ?? [], keysFile: 'keys.json' }
  const lines = introduce(tenant, { ...given, isMadeUp: true })
  expect(lines).toHaveLength(8)
  const people = (isMadeUp: boolean) => introduce(tenant, { ...given, isMadeUp })[4]
  expect(people(true)).toContain(' (made up from the policy, ')
  expect(people(false)).not.toContain('made up')
  expect(lines.slice(-2)).toEqual([
    '  UNSET         seal-attributes A0SEAL_KEYS: --keys NAME=FILE sets one; for an Action of your own, the variable NAME does too',
    '  NOT DENIED    acme-samlp: iban, blood.type, blood: a login stores it in clear'
  ])
})
