import { ManagementClient } from 'auth0'
import { A0sealError } from '../core/errors.js'
import { withholdCredentials } from './answer/withhold.js'
import { type Clock, systemClock } from './clock.js'
import { allTriesSeconds, fetchWithRetries } from './retry.js'

/** A tenant, and what lets us in: an access token, or the credentials of an application. */
export type TenantAccess = { domain: string } & (
  | { accessToken: string }
  | { clientId: string; clientSecret: string }
)

const noPlainHTTP =
  'AUTH0_DOMAIN is asked over HTTPS only: name its host, or host:port, without http://; of the local tenant, the port of HTTPS'

/**
 * A tenant as `auth0-deploy-cli` names it in the environment. `https://` and a slash at the end are taken off the domain.
 *
 * @throws ERR_USAGE naming the variable that is missing or wrong
 */
export const tenantAccess = (environment: Readonly<Record<string, string | undefined>>): TenantAccess => {
  const { AUTH0_DOMAIN, AUTH0_ACCESS_TOKEN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET } = environment
  if (!AUTH0_DOMAIN) throw new A0sealError('ERR_USAGE', 'AUTH0_DOMAIN is not set')
  if (/^http:/i.test(AUTH0_DOMAIN)) throw new A0sealError('ERR_USAGE', noPlainHTTP)
  const domain = AUTH0_DOMAIN.replace(/^https:\/\//i, '').replace(/\/$/, '')
  if (!/^[a-z0-9.-]+(:\d{1,5})?$/i.test(domain))
    throw new A0sealError('ERR_USAGE', 'AUTH0_DOMAIN is a host, or host:port, and nothing else')
  if (AUTH0_ACCESS_TOKEN) return { domain, accessToken: AUTH0_ACCESS_TOKEN }
  if (!AUTH0_CLIENT_ID || !AUTH0_CLIENT_SECRET) {
    const wanted = 'AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET'
    throw new A0sealError('ERR_USAGE', `${wanted}, must be set`)
  }
  return { domain, clientId: AUTH0_CLIENT_ID, clientSecret: AUTH0_CLIENT_SECRET }
}

export interface ClientOptions {
  fetch?: typeof fetch
  clock?: Clock
  /** Ends reads, and the waits between their tries. */
  interrupted?: AbortSignal | undefined
}

/**
 * The tenant's Management API, always over HTTPS. Reads are tried again where that can help; the SDK tries nothing again by
 * itself. What it says of an error quotes no credential.
 */
export const createManagementClient = (
  access: TenantAccess,
  { fetch: fetchOnce = fetch, clock = systemClock, interrupted }: ClientOptions = {}
): ManagementClient => {
  const credential = 'accessToken' in access ? access.accessToken : access.clientSecret
  const common = {
    domain: access.domain,
    telemetry: false,
    maxRetries: 0,
    timeoutInSeconds: allTriesSeconds,
    fetch: withholdCredentials(fetchWithRetries(fetchOnce, { clock, interrupted }), credential)
  }
  if ('accessToken' in access) return new ManagementClient({ ...common, token: access.accessToken })
  const { clientId, clientSecret } = access
  return new ManagementClient({ ...common, clientId, clientSecret })
}
