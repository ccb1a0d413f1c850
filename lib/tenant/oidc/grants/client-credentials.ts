import type { KoaContextWithOIDC, ResourceServer } from 'oidc-provider'
import type { JsonObject } from '../../../core/auth0/json.js'
import { words } from '../../../core/auth0/words.js'
import { originOf, parametersOf } from '../../sessions/origin.js'
import { requestingClient } from '../advance.js'
import type { OidcContext } from '../issuer.js'
import { errors } from '../library/library.js'

/** The grant of machines. */
export interface ClientCredentialsGrant {
  /** The API as this token may use it. @throws OIDCProviderError where an Action refuses */
  run(ctx: KoaContextWithOIDC, server: ResourceServer): Promise<ResourceServer>
  /** Claims the Actions set. */
  claimsOf(ctx: KoaContextWithOIDC): JsonObject
}

const errorOf = ({ code, reason }: { code?: string; reason: string }): Error => {
  if (code === 'invalid_scope') return new errors.InvalidScope(reason, '')
  if (code === 'server_error') {
    return Object.assign(new errors.CustomOIDCProviderError('server_error', reason), {
      status: 500,
      statusCode: 500
    })
  }
  return new errors.InvalidRequest(reason)
}

/** Runs the Actions of credentials-exchange when oidc-provider asks what the API offers. */
export const createClientCredentialsGrant = ({
  store,
  triggers
}: Pick<OidcContext, 'store' | 'triggers'>): ClientCredentialsGrant => {
  const claims = new WeakMap<KoaContextWithOIDC, JsonObject>()
  return {
    claimsOf: ctx => claims.get(ctx) ?? {},
    async run(ctx, server) {
      const { params, body } = ctx.oidc
      if (!params) return server
      const exchanged = await triggers.credentialsExchange({
        client: requestingClient(store, ctx),
        audience: server.audience ?? '',
        asked: words(params.scope),
        offered: words(server.scope),
        body: parametersOf(body),
        origin: originOf(ctx.req)
      })
      if (exchanged.type === 'refused') throw errorOf(exchanged)
      claims.set(ctx, exchanged.claims)
      if (!exchanged.scopes) return server
      params.scope = exchanged.scopes.join(' ') || undefined
      return { ...server, scope: exchanged.scopes.join(' ') }
    }
  }
}
