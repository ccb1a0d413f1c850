import type { KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../core/auth0/json.js'
import type { FlowState } from '../../runtime/types.js'
import { originOf, parametersOf } from '../sessions/origin.js'
import type { Arrival, Suspension, Transaction } from '../sessions/transactions.js'
import { deniedAfter, deniedForActions, deniedStandardClaims } from '../triggers/denied.js'
import {
  admit,
  audienceOf,
  clientOf,
  createPostLogin,
  needsFinalChallenge,
  refusalOf,
  suspensionOf
} from '../triggers/post-login.js'
import type { User } from '../users/users.js'
import type { Completed, Flow, FlowContext } from './advance.js'
import { arriveAgain, delegationProblem } from './arrivals.js'
import { createSessionChanges } from './session-changes.js'

/** A login in a browser: through all Actions, or to the next suspension. */
export const createLoginFlow = ({ state, apis, store }: FlowContext): Flow['advance'] => {
  const { settings, sessions } = state
  const run = createPostLogin(state)
  const changeSession = createSessionChanges({ state, store })

  /** Starts the tenant's session at a login, and notes a challenge that was met. */
  const openSession = (
    ctx: KoaContextWithOIDC,
    { suspension }: Transaction,
    user: User,
    arrival?: Arrival
  ) => {
    const id = ctx.oidc.session?.uid ?? ''
    const origin = originOf(ctx.req)
    if (arrival) sessions.authenticate(id, { user, origin, ...arrival })
    const session = sessions.get(id)
    if (suspension?.kind === 'mfa') {
      session?.methods.push({ name: 'mfa', timestamp: state.now().toISOString(), type: 'otp' })
    }
    sessions.touch(id, clientOf(state, ctx).client_id, origin)
    return session
  }

  return async (ctx, transaction) => {
    const { suspension } = transaction
    if (suspension && !suspension.resumedBy) return { type: 'suspended', suspension }
    const known = state.users.get(ctx.oidc.session?.accountId ?? '')
    if (!known) return { type: 'unknown-user' }
    const params = parametersOf(ctx.oidc.params)
    const arrived = transaction.arrival?.userId === known.user_id ? transaction.arrival : undefined
    const isUnderWay = arrived !== undefined || suspension !== undefined
    const session = sessions.get(ctx.oidc.session?.uid)
    const reason = isUnderWay ? undefined : delegationProblem(state, { params, session })
    if (reason !== undefined) return { type: 'invalid', reason }

    const arrival = isUnderWay ? arrived : arriveAgain(state, ctx, session)
    const user = state.users.get(known.user_id) ?? known
    const opened = openSession(ctx, transaction, user, arrival)
    // Taken, not read: what a login brought is for its first run only, whatever comes of that.
    delete transaction.arrival
    delete transaction.suspension
    const admitted = admit(state, user, params.organization)
    if ('refusal' in admitted) return { type: 'denied', reason: admitted.refusal }
    const { organization } = admitted
    const denied: JsonObject | undefined = arrival?.denied ?? suspension?.denied
    const completed = (flow: FlowState): Completed => ({
      type: 'completed',
      state: flow,
      organization,
      ...(denied && { brought: deniedStandardClaims(denied, settings) })
    })
    if (suspension?.isLast) return completed(suspension.state)

    const { result, executionId } = await run(
      ctx,
      {
        user,
        ...(denied && { denied: deniedForActions(denied, settings) }),
        session: opened,
        organization,
        transaction: { id: transaction.id, protocol: 'oidc-basic-profile', params },
        request: suspension?.resumedBy ?? transaction.request,
        audience: audienceOf(apis, ctx.oidc.params?.resource)
      },
      suspension?.state
    )
    transaction.executions.push(executionId)
    await changeSession(ctx, opened, result.state)
    const refusal = refusalOf(result)
    if (refusal) return refusal
    const needed: Suspension | undefined =
      suspensionOf(result) ??
      (needsFinalChallenge(state, result.state, opened)
        ? { kind: 'mfa', state: result.state, isLast: true }
        : undefined)
    if (!needed) return completed(result.state)
    if (opened?.actor && needed.kind === 'mfa') {
      return { type: 'interaction-required', reason: 'MFA is not possible in a delegated session.' }
    }
    const left = denied && deniedAfter(needed.kind, denied, settings)
    transaction.suspension = { ...needed, ...(left && { denied: left }) }
    return { type: 'suspended', suspension: transaction.suspension }
  }
}
