import { shellWord } from '../../core/login/explain/shell-word.js'
import { namesFor, wantedByPolicy } from '../../core/policy/deny-list.js'
import type { Policy } from '../../core/policy/types.js'
import type { LoadedPolicy } from '../../tenant/development/load-actions.js'
import type { Seed } from '../../tenant/seed/schema.js'
import type { Tenant } from '../../tenant/start.js'

/** Attributes that a login would store in clear: `<connection>: <names>`. A database sends nothing at a login. */
export const notDenied = (
  policy: Policy | undefined,
  { connections }: Pick<Tenant, 'connections'>
): string[] => {
  const wanted = policy ? wantedByPolicy(policy) : []
  return connections
    .filter(({ strategy }) => strategy !== 'auth0')
    .flatMap(connection => {
      const names = namesFor(wanted, connection).filter(name => !connection.denyList.includes(name))
      return names.length > 0 ? [`${connection.name}: ${names.join(', ')}`] : []
    })
}

/** A password of a seed is made up, and there to be used. */
type Personas = NonNullable<Seed['personas']>

const databaseUser = (personas: Personas): string | undefined => {
  const known = personas.find(({ password }) => password !== undefined)
  return known && `${known.profile.email ?? known.profile.user_id} with the password ${known.password}`
}

/** Whom to log in as. */
const people = ({ personas }: Tenant, seeded: Personas): string =>
  [
    [...new Set(personas.filter(({ hasPassword }) => !hasPassword).map(({ name }) => name))].join(', '),
    databaseUser(seeded)
  ]
    .filter(Boolean)
    .join('; ')

/** What our own commands have in the environment that are to reach it: they speak HTTPS only. */
const environmentOf = ({ httpsIssuer, caFile = '', management }: Tenant): string | undefined => {
  if (httpsIssuer === undefined) return undefined
  const { client_id, client_secret = '' } = management
  return Object.entries({
    AUTH0_DOMAIN: new URL(httpsIssuer).host,
    AUTH0_CLIENT_ID: client_id,
    AUTH0_CLIENT_SECRET: client_secret,
    NODE_EXTRA_CA_CERTS: caFile
  })
    .map(([name, value]) => `${name}=${shellWord(value)}`)
    .join(' ')
}

/** How to set a secret that nobody has set. */
export const setSecret = '--keys NAME=FILE sets one; for an Action of your own, the variable NAME does too'

/** What a tenant says at its start: at most eight lines. */
export const introduce = (
  tenant: Tenant,
  { loaded, personas, keysFile }: { loaded: LoadedPolicy; personas: Personas; keysFile: string | undefined }
): string[] => {
  const { issuer, httpsIssuer, caFile, clients, inspector, management } = tenant
  const open = notDenied(loaded.policy, tenant)
  const environment = environmentOf(tenant)
  return [
    `An Auth0 tenant for development, not for production. Open ${inspector} (Ctrl-C stops it)`,
    `  issuer        ${issuer}${httpsIssuer ? `, over HTTPS ${httpsIssuer} (authority: ${caFile})` : ''}`,
    environment === undefined
      ? `  tenant        ${tenant.tenant}, managed at ${management.audience} as ${management.client_id}`
      : `  tenant        ${tenant.tenant}; commands reach it with ${environment}`,
    `  applications  ${clients.map(({ client_id }) => client_id).join(', ')}`,
    `  log in as     ${people(tenant, personas)}`,
    ...(keysFile === undefined ? [] : [`  keys          ${keysFile}, for the inspector`]),
    ...(loaded.unset.length > 0 ? [`  UNSET         ${loaded.unset.join(', ')}: ${setSecret}`] : []),
    ...(open.length > 0 ? [`  NOT DENIED    ${open.join('; ')}: a login stores it in clear`] : [])
  ]
}
