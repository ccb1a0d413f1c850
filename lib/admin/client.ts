import { ManagementClient } from 'auth0'
import { A0sealError } from '../core/errors.js'

/** A tenant, and what lets us in: an access token, or the credentials of an application. */
export type TenantAccess = { domain: string } & (
  | { accessToken: string }
  | { clientId: string; clientSecret: string }
)

/**
 * A tenant as `auth0-deploy-cli` names it in the environment.
 *
 * @throws ERR_USAGE naming the variable that is missing or wrong
 */
export const tenantAccess = (environment: Readonly<Record<string, string | undefined>>): TenantAccess => {
  const { AUTH0_DOMAIN, AUTH0_ACCESS_TOKEN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET } = environment
  if (!AUTH0_DOMAIN) throw new A0sealError('ERR_USAGE', 'AUTH0_DOMAIN is not set')
  if (!/^[a-z0-9.-]+(:\d{1,5})?$/i.test(AUTH0_DOMAIN))
    throw new A0sealError('ERR_USAGE', 'AUTH0_DOMAIN is a host, or host:port, and nothing else')
  if (AUTH0_ACCESS_TOKEN) return { domain: AUTH0_DOMAIN, accessToken: AUTH0_ACCESS_TOKEN }
  if (!AUTH0_CLIENT_ID || !AUTH0_CLIENT_SECRET) {
    const wanted = 'AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET'
    throw new A0sealError('ERR_USAGE', `${wanted}, must be set`)
  }
  return { domain: AUTH0_DOMAIN, clientId: AUTH0_CLIENT_ID, clientSecret: AUTH0_CLIENT_SECRET }
}

/** For one request, its answer's body included: the SDK's own time limit ends with the headers. */
const timeoutMs = 60_000

/**
 * Hands a connection that fails on as an answer whose body fails with that error. Behind a fetch that rejects, the SDK leaves
 * a timer running, and the process would not end for a minute.
 */
const withoutRejection =
  (fetchOnce: typeof fetch): typeof fetch =>
  async (input, init) => {
    const signals = [init?.signal ?? [], AbortSignal.timeout(timeoutMs)].flat()
    try {
      return await fetchOnce(input, { ...init, signal: AbortSignal.any(signals) })
    } catch (error) {
      return new Response(new ReadableStream({ start: controller => controller.error(error) }))
    }
  }

/** The tenant's Management API, always over HTTPS. Waits and tries again where a read meets a rate limit or a 5xx. */
export const createManagementClient = (
  access: TenantAccess,
  options: { fetch?: typeof fetch } = {}
): ManagementClient => {
  const { domain } = access
  const common = { domain, telemetry: false, maxRetries: 4, fetch: withoutRejection(options.fetch ?? fetch) }
  if ('accessToken' in access) return new ManagementClient({ ...common, token: access.accessToken })
  const { clientId, clientSecret } = access
  return new ManagementClient({ ...common, clientId, clientSecret })
}
