import type { JsonObject } from '../../core/auth0/json.js'
import type { Settings } from '../seed/schema.js'

export interface Factor {
  name: string
  enabled: boolean
  trial_expired: boolean
}

export interface TenantSettings {
  tenantSettings: JsonObject
  mfaPolicies: string[]
  factors: Factor[]
}

const factorNames = [
  'sms',
  'push-notification',
  'otp',
  'email',
  'duo',
  'webauthn-roaming',
  'webauthn-platform',
  'recovery-code'
]

/** Settings of a tenant as they are on a new one, as far as a tool may ask for them. */
const newTenantSettings: JsonObject = {
  friendly_name: '',
  support_email: '',
  support_url: '',
  enabled_locales: ['en'],
  session_lifetime: 168,
  idle_session_lifetime: 72,
  sandbox_version: '22',
  customize_mfa_in_postlogin_action: false,
  allow_organization_name_in_authentication_api: false,
  flags: {
    allow_legacy_delegation_grant_types: false,
    enable_legacy_profile: false,
    enable_sso: true
  }
}

export const createTenantSettings = ({ mfa = 'off', tenant = {} }: Settings): TenantSettings => {
  const settings: TenantSettings = {
    tenantSettings: structuredClone(newTenantSettings),
    mfaPolicies: mfa === 'policy' ? ['all-applications'] : [],
    factors: factorNames.map(name => ({
      name,
      enabled: name === 'otp' && mfa !== 'off',
      trial_expired: false
    }))
  }
  patchTenantSettings(settings, tenant)
  return settings
}

/** `flags` are merged, all else is replaced. */
export const patchTenantSettings = (
  { tenantSettings: stored }: Pick<TenantSettings, 'tenantSettings'>,
  { flags, ...patch }: JsonObject
): void => {
  Object.assign(stored, structuredClone(patch))
  // The same two settings in another unit, as tools send them: shown in hours, as they are read.
  for (const name of ['session_lifetime', 'idle_session_lifetime']) {
    const minutes = stored[`${name}_in_minutes`]
    if (typeof minutes === 'number') stored[name] = minutes / 60
    delete stored[`${name}_in_minutes`]
  }
  if (flags !== undefined) stored.flags = { ...(stored.flags as JsonObject), ...(flags as JsonObject) }
}
