import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import type { Settings } from '../seed/schema.js'
import type { Job } from './jobs.js'

export interface Rule {
  id: string
  name: string
  script: string
  order: number
  enabled: boolean
  stage: 'login_success'
}

export interface Factor {
  name: string
  enabled: boolean
  trial_expired: boolean
}

/** What the Management API keeps besides users, connections, clients and Actions. Plain JSON, so that it can be kept. */
export interface Resources {
  rules: Rule[]
  rulesConfigs: Record<string, string>
  tenantSettings: JsonObject
  mfaPolicies: string[]
  factors: Factor[]
  jobs: Job[]
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
const tenantSettings: JsonObject = {
  friendly_name: '',
  support_email: '',
  support_url: '',
  enabled_locales: ['en'],
  session_lifetime: 168,
  idle_session_lifetime: 72,
  sandbox_version: '22',
  customize_mfa_in_postlogin_action: false,
  flags: {
    allow_legacy_delegation_grant_types: false,
    disable_impersonation: true,
    enable_legacy_profile: false,
    enable_sso: true
  }
}

export const createResources = ({ mfa = 'off', tenant = {} }: Settings): Resources => {
  const resources: Resources = {
    rules: [],
    rulesConfigs: {},
    tenantSettings: structuredClone(tenantSettings),
    mfaPolicies: mfa === 'policy' ? ['all-applications'] : [],
    factors: factorNames.map(name => ({
      name,
      enabled: name === 'otp' && mfa !== 'off',
      trial_expired: false
    })),
    jobs: []
  }
  patchTenantSettings(resources, tenant)
  return resources
}

/** `flags` are merged, all else is replaced. */
export const patchTenantSettings = (resources: Resources, { flags, ...patch }: JsonObject): void => {
  const { tenantSettings: stored } = resources
  Object.assign(stored, structuredClone(patch))
  if (flags !== undefined) stored.flags = { ...(stored.flags as JsonObject), ...(flags as JsonObject) }
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(8).toString('hex')}`
