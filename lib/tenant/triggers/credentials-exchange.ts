import type { KoaContextWithOIDC, ResourceServer } from 'oidc-provider'
import type { JsonObject } from '../../core/auth0/json.js'
import { errors } from '../oidc/library.js'
import { originOf, parametersOf } from '../sessions/origin.js'
import type { TenantState } from '../store/tenant-store.js'
import { clientOf, requestOf } from './event-parts.js'
import { clientOf as clientOfRequest } from './post-login.js'

/** Runs the credentials-exchange Actions when a machine asks for a token. */
export interface CredentialsExchanges {
  /** The API as this token may use it. @throws OIDCProviderError where an Action refuses */
  run(ctx: KoaContextWithOIDC, server: ResourceServer): Promise<ResourceServer>
  /** Claims the Actions set. */
  claimsOf(ctx: KoaContextWithOIDC): JsonObject
}

const words = (scope: unknown): string[] =>
  String(scope ?? '')
    .split(' ')
    .filter(Boolean)

const refuse = (code: string | undefined, reason: string): never => {
  if (code === 'invalid_scope') throw new errors.InvalidScope(reason, '')
  if (code === 'server_error') {
    throw Object.assign(new errors.CustomOIDCProviderError('server_error', reason), {
      status: 500,
      statusCode: 500
    })
  }
  throw new errors.InvalidRequest(reason)
}

/** @see https://auth0.com/docs/customize/actions/explore-triggers/machine-to-machine-trigger */
export const createCredentialsExchanges = (state: TenantState): CredentialsExchanges => {
  const claims = new WeakMap<KoaContextWithOIDC, JsonObject>()

  return {
    claimsOf: ctx => claims.get(ctx) ?? {},
    async run(ctx, server) {
      const { params } = ctx.oidc
      const actions = state.actions.bound('credentials-exchange')
      if (!params || actions.length === 0) return server
      const client = clientOfRequest(state, ctx)
      const offered = words(server.scope)
      const asked = words(params.scope)
      const scope = asked.filter(name => offered.includes(name))
      const origin = originOf(ctx.req)
      const result = await state.runtime.run({
        trigger: 'credentials-exchange',
        actions,
        event: {
          tenant: { id: state.id },
          client: clientOf(client),
          request: requestOf({ method: 'POST', query: {}, body: parametersOf(ctx.oidc.body) }, origin),
          resource_server: { identifier: server.audience ?? '' },
          accessToken: { scope, customClaims: {} },
          transaction: { requested_scopes: asked, target_scopes: scope }
        }
      })
      const { outcome, state: flow } = result
      state.log.addExecution({
        trigger: 'credentials-exchange',
        outcome: outcome.type,
        actions: result.actions,
        dropped: flow.dropped
      })
      if (outcome.type === 'denied') return refuse(outcome.code, outcome.reason)
      if (outcome.type === 'failed') return refuse('server_error', outcome.message)
      claims.set(ctx, flow.claims.accessToken)
      if (!flow.targetScopes) return server
      // What the API does not offer to this machine is left out when all Actions have run.
      const target = flow.targetScopes.filter(name => offered.includes(name))
      params.scope = target.join(' ') || undefined
      return { ...server, scope: target.join(' ') }
    }
  }
}
