import type { KoaContextWithOIDC } from 'oidc-provider'
import { originOf } from '../sessions/origin.js'
import type { TenantClient } from '../store/clients.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { Completed, Decision, Refused } from '../triggers/decision.js'
import type { Apis } from './apis.js'
import type { OidcContext } from './issuer.js'
import { errors } from './library/library.js'
import { rulesAccess } from './rules-access.js'

/** The application of a request oidc-provider has authenticated or looked up. */
export const requestingClient = (
  { clients }: Pick<TenantStore, 'clients'>,
  ctx: KoaContextWithOIDC
): TenantClient => {
  const client = clients.get(ctx.oidc.client?.clientId ?? '')
  if (!client) throw new TypeError('the client of a running login is gone')
  return client
}

/** The audience of an access token oidc-provider knows by this resource. */
export const requestedAudience = (apis: Apis, resource: unknown): string | undefined => {
  const [first] = [resource].flat()
  return typeof first === 'string' ? apis.audienceOf(first) : undefined
}

/** What post-login is told of any request. The resource is that of the access token it is about. */
export const aboutRequest = (
  { store, apis }: Pick<OidcContext, 'store' | 'apis'>,
  ctx: KoaContextWithOIDC,
  resource: unknown
) => ({
  client: requestingClient(store, ctx),
  origin: originOf(ctx.req),
  audience: requestedAudience(apis, resource),
  cause: ctx,
  management: rulesAccess(ctx)
})

/** Why nobody was let through: `access_denied`, or the code it was refused with. */
export const refusedError = ({ reason, code = 'access_denied' }: Refused) =>
  code === 'access_denied'
    ? new errors.AccessDenied(reason)
    : new errors.CustomOIDCProviderError(code, reason)

/** As Auth0 answers a token request that an Action refuses. */
export const forbidden = <E extends InstanceType<typeof errors.OIDCProviderError>>(error: E): E =>
  Object.assign(error, { status: 403, statusCode: 403 })

/**
 * What a token request goes on with. Nothing can be suspended there.
 *
 * @throws OIDCProviderError for one that was not let through
 */
export const assertCompleted = (decision: Decision): Completed => {
  switch (decision.type) {
    case 'completed':
      return decision
    case 'refused':
      throw forbidden(refusedError(decision))
    case 'suspended':
      throw forbidden(new errors.InteractionRequired('interaction is required'))
  }
}
