import { randomUUID } from 'node:crypto'
import { parametersOf } from '../sessions/origin.js'
import { deniedForActions, deniedStandardClaims } from '../triggers/denied.js'
import {
  admit,
  audienceOf,
  createPostLogin,
  needsFinalChallenge,
  refusalOf,
  suspensionOf
} from '../triggers/post-login.js'
import type { Flow, FlowContext } from './advance.js'

/** A password grant: no browser, no session. */
export const createPasswordFlow = ({ state, apis }: FlowContext): Flow['direct'] => {
  const run = createPostLogin(state)
  return async (ctx, { user, denied, connection }) => {
    const body = parametersOf(ctx.oidc.body)
    const admitted = admit(state, user, body.organization)
    if ('refusal' in admitted) return { type: 'denied', reason: admitted.refusal }
    const { result } = await run(ctx, {
      user,
      denied: deniedForActions(denied, state.settings),
      session: undefined,
      organization: admitted.organization,
      connectionName: connection,
      transaction: { id: randomUUID(), protocol: 'oauth2-password', params: body },
      request: { method: 'POST', query: {}, body },
      audience: audienceOf(apis, ctx.oidc.params?.resource)
    })
    const refusal = refusalOf(result)
    if (refusal) return refusal
    const suspension = suspensionOf(result)
    if (suspension?.kind === 'redirect') {
      return { type: 'interaction-required', reason: 'interaction is required' }
    }
    if (suspension || needsFinalChallenge(state, result.state, undefined)) return { type: 'mfa-required' }
    const brought = deniedStandardClaims(denied, state.settings)
    return { type: 'completed', state: result.state, brought, ...admitted }
  }
}
