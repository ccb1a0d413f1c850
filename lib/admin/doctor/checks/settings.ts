import { isPlainObject } from '../../../core/auth0/json.js'
import { docs } from '../docs.js'
import { row } from '../row.js'

/** Flags of older ways to log in, with what they are when they are on. */
const legacyFlags: Readonly<Record<string, (value: unknown) => boolean>> = {
  allow_legacy_delegation_grant_types: value => value === true,
  allow_legacy_ro_grant_types: value => value === true,
  enable_legacy_profile: value => value === true,
  disable_impersonation: value => value === false
}

export const legacySettings = row({
  id: 'D13',
  level: 'info',
  title: 'legacy flags',
  needs: ['settings'],
  why: 'Delegation and impersonation are among the logins in which denied attributes do not reach tokens.',
  doc: docs.denyList,
  find: ({ settings: { flags } }) =>
    Object.entries(legacyFlags)
      .filter(([flag, isLegacy]) => isLegacy(flags[flag]))
      .map(([flag]) => ({
        subject: flag,
        what: `the flag ${flag} of the tenant lets older ways to log in work`,
        fix: `Set flags.${flag} with PATCH /api/v2/tenants/settings, once no application needs it.`
      }))
})

export const customDomain = row({
  id: 'D13',
  level: 'info',
  title: 'AUTH0_DOMAIN is a custom domain',
  needs: ['customDomains'],
  why: "The audience of the Management API is always the tenant's own domain, whatever domain a token is asked of.",
  doc: docs.managementTokens,
  find: ({ customDomains }, { domain }) =>
    customDomains
      .filter(custom => custom.toLowerCase() === domain.toLowerCase())
      .map(custom => ({
        subject: custom,
        what: `AUTH0_DOMAIN is ${custom}, a custom domain: credentials get no token for it`,
        fix: "Set AUTH0_DOMAIN to the tenant's own domain, which ends in auth0.com."
      }))
})

export const databaseConfiguration = row({
  id: 'D13',
  level: 'info',
  title: 'database configuration that reads back encrypted',
  needs: ['connections'],
  why: 'The configuration of a custom database reads back encrypted, and options are written as a whole or not at all.',
  doc: docs.customDatabase,
  find: ({ connections }) =>
    connections
      .filter(({ strategy, options }) => {
        const { configuration } = options
        return strategy === 'auth0' && isPlainObject(configuration) && Object.keys(configuration).length > 0
      })
      .map(({ name }) => ({
        subject: `${name} configuration`,
        what: `${name} has configuration values, which read back encrypted: a deny list that is written sends them back so`,
        fix: `After a deny list of ${name} was written, log in by it once, and enter its configuration again if that fails.`
      }))
})
