import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { JsonObject } from '../../core/auth0/json.js'
import { type Factor, patchTenantSettings } from '../store/tenant-settings.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known } from './errors.js'
import { defined, readBody } from './input.js'
import { selectFields } from './paging.js'

/** Settings this tenant does not go by are kept all the same. */
const settingsBody = z
  .object({
    friendly_name: z.string(),
    support_email: z.string(),
    support_url: z.string(),
    enabled_locales: z.array(z.string()).min(1),
    session_lifetime: z.number().min(1),
    idle_session_lifetime: z.number().min(1),
    sandbox_version: z.string(),
    customize_mfa_in_postlogin_action: z.boolean(),
    flags: z.record(z.string(), z.boolean())
  })
  .partial()
  .catchall(z.json())

const policiesBody = z.array(z.enum(['all-applications', 'confidence-score'])).max(1)

/** `/tenants/settings`, `/guardian/policies` and `/guardian/factors`. */
export const createSettingsRoutes = ({ resources, settings }: TenantStore) => {
  const factorOf = (c: Context): Factor =>
    known(
      resources.factors.find(({ name }) => name === c.req.param('name')),
      'There is no such factor.'
    )

  return new Hono<ManagementEnv>()
    .get('/tenants/settings', requireScope('read:tenant_settings'), c =>
      c.json(selectFields(c)(resources.tenantSettings))
    )
    .patch('/tenants/settings', requireScope('update:tenant_settings'), async c => {
      const body = await readBody(c, settingsBody)
      patchTenantSettings(resources, defined(body) as JsonObject)
      return c.json(resources.tenantSettings)
    })
    .get('/guardian/policies', requireScope('read:mfa_policies'), c => c.json(resources.mfaPolicies))
    .put('/guardian/policies', requireScope('update:mfa_policies'), async c => {
      resources.mfaPolicies = await readBody(c, policiesBody)
      // Logins go by the setting. A confidence score never asks for MFA here.
      if (resources.mfaPolicies.includes('all-applications')) settings.mfa = 'policy'
      else if (settings.mfa === 'policy') settings.mfa = 'off'
      return c.json(resources.mfaPolicies)
    })
    .get('/guardian/factors', requireScope('read:guardian_factors'), c => c.json(resources.factors))
    .put('/guardian/factors/:name', requireScope('update:guardian_factors'), async c => {
      const factor = factorOf(c)
      const { enabled } = await readBody(c, z.strictObject({ enabled: z.boolean() }))
      factor.enabled = enabled
      return c.json({ enabled })
    })
}
