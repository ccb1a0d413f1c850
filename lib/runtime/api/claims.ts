import { isAuth0Namespace, restrictedClaims } from '../../core/auth0/reserved.js'
import { toJson } from '../json.js'
import type { ActionContext } from './context.js'
import { audienceOf } from './exchange/audience.js'

export type Token = 'id_token' | 'access_token'

const members = { id_token: 'idToken', access_token: 'accessToken' } as const

/** Why Auth0 leaves a claim out without a word, if it does. */
const reasonToDrop = (token: Token, claim: string, event: ActionContext['event']): string | undefined => {
  if (restrictedClaims.has(claim)) return 'restricted name'
  if (isAuth0Namespace(claim)) return 'namespace of Auth0'
  const isURN = /^urn:/i.test(claim)
  const audience = audienceOf(event)
  if (isURN && audience !== 'custom') return 'URN without a custom API'
  const isNamespaced = isURN || /^https?:\/\//i.test(claim)
  if (token === 'access_token' && audience === 'auth0' && !isNamespaced)
    return "not namespaced, for Auth0's own API"
  return undefined
}

/**
 * `setCustomClaim` of `api.idToken` and `api.accessToken`.
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims
 */
export const createClaims = <Api>(
  { action, event, state }: Pick<ActionContext, 'action' | 'event' | 'state'>,
  token: Token,
  api: Api
) => ({
  setCustomClaim(claim: string, value: unknown): Api {
    if (typeof claim !== 'string') throw new TypeError('The name of a claim must be a string.')
    if (claim === 'scope') throw new Error('The "scope" claim cannot be set.')
    const json = toJson(value)
    const reason = json === undefined ? 'no JSON value' : reasonToDrop(token, claim, event)
    if (reason !== undefined) {
      state.dropped = [...state.dropped, { token, claim, reason, action }]
    } else {
      const member = members[token]
      state.claims = { ...state.claims, [member]: { ...state.claims[member], [claim]: json } }
    }
    return api
  }
})
