import { describe, expect, it } from 'vitest'
import { examineTenant } from '../../../lib/admin/doctor/examine.js'
import type { FindingId } from '../../../lib/core/policy/finding-ids.js'
import { managementScopes } from '../../../lib/tenant/oidc/apis.js'
import { jumpingClock } from '../../admin/clock.js'
import { wantedOf, wantedWith } from '../../admin/doctor/healthy.js'
import { clientOf } from '../../admin/local-tenant.js'
import { useTenants } from '../../tenant/setup.js'

const startTenant = useTenants()
const now = new Date('2026-11-28T12:00:00Z')

/** What each scope is needed for. */
const idsByScope: Record<string, FindingId[]> = {
  'read:actions': ['D02', 'D03', 'D04', 'D05', 'D06', 'D12', 'D16'],
  'read:connections': ['D01', 'D02', 'D07', 'D08', 'D09', 'D13', 'D17'],
  'read:connections_options': ['D01', 'D02', 'D07', 'D08', 'D09', 'D13', 'D17'],
  'read:scim_config': ['D08'],
  'read:clients': ['D10'],
  'read:mfa_policies': ['D06'],
  'read:tenant_settings': ['D06', 'D13'],
  'read:custom_domains': ['D13'],
  'read:event_streams': ['D11'],
  'read:log_streams': ['D11'],
  'read:email_templates': ['D15'],
  'read:users': ['D14']
}

describe('a tenant that is examined', () => {
  it('leaves unknown what the token may not read, and names the scope', async () => {
    const tenant = await startTenant()
    for (const [scope, ids] of Object.entries(idsByScope)) {
      const client = await clientOf(tenant, { scopes: managementScopes.filter(one => one !== scope) })
      const { findings } = await examineTenant(client, wantedOf(), { only: ids, now })
      const unknown = findings.filter(({ level }) => level === 'unknown')
      expect(unknown.map(({ id, subject }) => `${id} ${subject}`).sort()).toEqual(
        ids.map(id => `${id} ${scope}`)
      )
    }
  })

  it('leaves unknown what it does not answer, and is read once for all', async () => {
    const paths: string[] = []
    const client = await clientOf(await startTenant(), {
      clock: jumpingClock(),
      around({ path }, _number, send) {
        paths.push(path)
        const isBroken = path.startsWith('/log-streams')
        return isBroken ? Promise.resolve(Response.json({ message: 'x' }, { status: 500 })) : send()
      }
    })
    const { findings, tenant } = await examineTenant(client, wantedOf(), { now })
    expect(tenant).toBe('acme-dev')
    expect(findings.filter(({ level }) => level === 'unknown')).toMatchObject([
      { id: 'D11', subject: 'logStreams' }
    ])
    const others = paths.filter(path => !path.startsWith('/log-streams'))
    expect(others).toEqual([...new Set(others)])
  })

  it('is asked for no more than what is looked for', async () => {
    const paths: string[] = []
    const client = await clientOf(await startTenant(), {
      around({ path }, _number, send) {
        paths.push(path)
        return send()
      }
    })
    const { checks } = await examineTenant(client, wantedOf(), { only: ['D06'], now })
    expect(checks).toBe(3)
    expect(paths.filter(path => /^\/(connections|users|email-templates)/.test(path))).toEqual([])
  })

  it('must be the one that the policy is for', async () => {
    const client = await clientOf(await startTenant())
    const examined = examineTenant(client, wantedWith({ tenant: 'acme-prod' }), { now })
    await expect(examined).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })

  it('is not known at all without a token', async () => {
    const client = await clientOf(await startTenant(), {
      around: async () => Response.json({ message: 'Invalid token' }, { status: 401 })
    })
    await expect(examineTenant(client, wantedOf(), { now })).rejects.toMatchObject({ status: 401 })
  })
})
