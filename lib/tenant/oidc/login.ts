import type { KoaContextWithOIDC } from 'oidc-provider'
import { originOf, parametersOf } from '../sessions/origin.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { Arrival, Suspension, Transaction } from '../sessions/transactions.js'
import type { Completed } from '../triggers/decision.js'
import { delegationProblem } from '../triggers/delegation.js'
import { aboutRequest, refusedError, requestingClient } from './advance.js'
import type { OidcContext } from './issuer.js'
import { errors } from './library/library.js'
import { protocolOf } from './response-types.js'
import { createSessionChanges } from './session-changes.js'

type Advance = Completed | { type: 'suspended'; suspension: Suspension }

/**
 * A login in a browser: through all Actions, or to the next suspension.
 *
 * @throws OIDCProviderError where it ends here
 */
export const createLogin = (context: OidcContext) => {
  const { store, triggers } = context
  const { sessions } = store
  const changeSession = createSessionChanges(context)

  /**
   * What the identity provider sends when single sign-on goes through it, as on legacy tenants that do not use Auth0 for
   * that. A silent login cannot go there.
   */
  const askAgain = (ctx: KoaContextWithOIDC, session: TenantSession | undefined): Arrival | undefined => {
    const { useAuth0ForSso = true } = store.settings.denyList ?? {}
    if (useAuth0ForSso || !session || session.actor || ctx.oidc.prompts.has('none')) return undefined
    const connection = store.connections.find(({ name }) => name === session.connection)
    const person = store.people.find(session.connection, session.user_id)
    if (!connection || connection.strategy === 'auth0' || !person) return undefined
    const { user, denied } = store.users.signIn(person, { connection, ip: originOf(ctx.req).ip })
    const { user_id: userId } = user
    return { userId, connection: connection.name, method: 'federated', denied, at: store.now() }
  }

  /** Starts the tenant's session at a login, and notes a challenge that was met. */
  const openSession = (ctx: KoaContextWithOIDC, { suspension }: Transaction, arrival?: Arrival) => {
    const id = ctx.oidc.session?.uid ?? ''
    const origin = originOf(ctx.req)
    if (arrival) sessions.authenticate(id, arrival, origin)
    const session = sessions.get(id)
    if (suspension?.kind === 'mfa') {
      session?.methods.push({ name: 'mfa', timestamp: store.now().toISOString(), type: 'otp' })
    }
    sessions.touch(id, requestingClient(store, ctx).client_id, origin)
    return session
  }

  return async (ctx: KoaContextWithOIDC, transaction: Transaction): Promise<Advance> => {
    const { suspension } = transaction
    if (suspension && !suspension.resumedBy) return { type: 'suspended', suspension }
    const known = store.users.get(ctx.oidc.session?.accountId ?? '')
    if (!known) throw new errors.AccessDenied('The user does not exist.')
    const params = parametersOf(ctx.oidc.params)
    // oidc-provider has taken scopes out of its own that no API has; Actions see what was asked for.
    const asked = { ...params, scope: transaction.request.query.scope ?? params.scope ?? '' }
    const arrived = transaction.arrival?.userId === known.user_id ? transaction.arrival : undefined
    const isUnderWay = arrived !== undefined || suspension !== undefined
    const before = sessions.get(ctx.oidc.session?.uid)
    const problem = isUnderWay ? undefined : delegationProblem(store, { params, session: before })
    if (problem !== undefined) throw new errors.InvalidRequest(problem)

    const arrival = isUnderWay ? arrived : askAgain(ctx, before)
    const session = openSession(ctx, transaction, arrival)
    // Taken, not read: what a login brought is for its first run only, whatever comes of that.
    delete transaction.arrival
    delete transaction.suspension
    const { decision, run } = await triggers.postLogin({
      ...aboutRequest(context, ctx, ctx.oidc.params?.resource),
      user: store.users.get(known.user_id) ?? known,
      session,
      denied: arrival?.denied,
      organization: params.organization,
      transaction: { id: transaction.id, protocol: protocolOf(params.response_type), params: asked },
      request: suspension?.resumedBy ?? transaction.request,
      suspension
    })
    if (run) {
      transaction.executions.push(run.executionId)
      await changeSession(ctx, session, run.state)
    }
    if (decision.type === 'completed') return decision
    if (decision.type === 'refused') {
      store.transactions.remove(transaction.id)
      throw refusedError(decision)
    }
    if (session?.actor && decision.suspension.kind === 'mfa') {
      throw new errors.InteractionRequired('MFA is not possible in a delegated session.')
    }
    transaction.suspension = decision.suspension
    return decision
  }
}
