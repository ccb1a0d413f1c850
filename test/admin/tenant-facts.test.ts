import { describe, expect, it } from 'vitest'
import { listVersions } from '../../lib/admin/actions.js'
import { boundActions, readTenantFacts } from '../../lib/admin/tenant-facts.js'
import { bound, useTenants } from '../tenant/setup.js'
import { jumpingClock } from './clock.js'
import { clientOf } from './local-tenant.js'

const start = useTenants()
const seed = {
  tenant: 'acme',
  connections: [{ id: 'con_1', name: 'acme-idp', strategy: 'oidc', options: { scope: 'openid' } }]
}
const seal = {
  ...bound('post-login', 'onExecutePostLogin', ''),
  name: 'seal-attributes',
  secrets: { A0SEAL_KEYS: 'TEST-SECRET' }
}
const hooks = { ...bound('post-user-registration', 'onExecutePostUserRegistration', ''), name: 'welcome' }

describe('the facts of a tenant', () => {
  it('are its id, its Actions with what runs of them, the bindings of all triggers, and its connections', async () => {
    const client = await clientOf(await start({ seed, actions: [seal, hooks] }))
    const facts = await readTenantFacts(client)
    expect(facts).toMatchObject({
      id: { value: 'acme' },
      actions: {
        value: [
          {
            name: 'seal-attributes',
            trigger: 'post-login',
            status: 'built',
            draft: { code: seal.code, runtime: 'node22', secrets: [{ name: 'A0SEAL_KEYS' }] },
            deployed: { number: 1, code: seal.code, dependencies: {}, modules: {} }
          },
          { name: 'welcome', trigger: 'post-user-registration' }
        ]
      },
      bindings: {
        value: {
          'post-login': [{ actionName: 'seal-attributes', displayName: 'seal-attributes' }],
          'post-user-registration': [{ actionName: 'welcome' }],
          'send-phone-message': []
        }
      },
      connections: { value: [{ name: 'acme-idp', options: { scope: 'openid' } }] }
    })
    expect(JSON.stringify(facts)).not.toContain('TEST-SECRET')
    expect(boundActions(facts, 'post-login')?.map(({ name }) => name)).toEqual(['seal-attributes'])
    expect(boundActions(facts, 'send-phone-message')).toEqual([])
  })

  it.each([
    ['id', 'read:clients'],
    ['actions', 'read:actions'],
    ['bindings', 'read:actions'],
    ['connections', 'read:connections']
  ] as const)('say of %s that %s is missing, and what there is of the rest', async (member, scope) => {
    const scopes = ['read:clients', 'read:actions', 'read:connections', 'read:connections_options']
    const tenant = await start({ seed, actions: [seal] })
    const facts = await readTenantFacts(
      await clientOf(tenant, { scopes: scopes.filter(name => name !== scope) })
    )
    expect(facts[member]).toEqual({ missingScopes: [scope] })
    const missing = Object.values(facts).filter(reading => 'missingScopes' in reading)
    expect(missing).toHaveLength(scope === 'read:actions' ? 2 : 1)
    if (scope === 'read:actions') expect(boundActions(facts, 'post-login')).toBeUndefined()
  })

  it('end where the tenant fails in another way', async () => {
    const faults = { requests: [{ fault: 'error' as const, path: '/actions', status: 500 as const }] }
    const tenant = await start({ seed: { ...seed, settings: { faults } }, actions: [seal] })
    const client = await clientOf(tenant, { clock: jumpingClock() })
    await expect(readTenantFacts(client)).rejects.toMatchObject({ code: 'ERR_TENANT', status: 500 })
  })
})

describe('the versions of an Action', () => {
  it('are there newest first, with their code', async () => {
    const tenant = await start({ seed, actions: [seal] })
    const client = await clientOf(tenant)
    const [action] = await client.actions.list({ actionName: 'seal-attributes' }).then(page => page.data)
    const id = action?.id ?? ''
    await client.actions.versions.deploy(id, (await listVersions(client, id))[0]?.id ?? '', {})
    expect((await listVersions(client, id)).map(({ number, code }) => [number, code])).toEqual([
      [2, seal.code],
      [1, seal.code]
    ])
  })
})
