import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { createClaims } from './api/claims.js'
import { toJson } from './json.js'
import { startState } from './state.js'
import type { FlowState } from './types.js'

/** What the Rules made of `context`, as the rest of the login takes it. */
export interface RuleEffects extends Pick<FlowState, 'claims' | 'dropped'> {
  /** `context.accessToken.scope`, where it is a list: the scopes that are granted. */
  scopes?: string[]
  /** `context.redirect.url`: where the user is sent. */
  redirect?: string
  multifactor?: JsonObject
  primaryUserId?: string
}

const objectOf = (value: unknown): Record<string, unknown> => (isPlainObject(value) ? value : {})

/** Claims as Auth0 takes them: with what it leaves out without a word noted. */
const claimsOf = (context: Record<string, unknown>): RuleEffects => {
  const { query, body } = objectOf(context.request)
  const identifier = objectOf(query).audience ?? objectOf(body).audience
  const { hostname } = objectOf(context.request)
  const event = {
    ...(typeof identifier === 'string' && { resource_server: { identifier } }),
    ...(typeof hostname === 'string' && { request: { hostname } })
  }
  const state = startState({ event: {} })
  for (const [token, member] of [
    ['id_token', 'idToken'],
    ['access_token', 'accessToken']
  ] as const) {
    const { setCustomClaim } = createClaims({ action: 'rules', event, state }, token, {})
    for (const [claim, value] of Object.entries(objectOf(context[member]))) {
      if (claim !== 'scope') setCustomClaim(claim, value)
    }
  }
  return { claims: state.claims, dropped: state.dropped }
}

/** @see https://auth0.com/docs/customize/rules/context-object */
export const readRuleContext = (value: unknown): RuleEffects => {
  const context = objectOf(value)
  const { scope } = objectOf(context.accessToken)
  const { url } = objectOf(context.redirect)
  const { multifactor, primaryUser } = context
  return {
    ...claimsOf(context),
    ...(Array.isArray(scope) && { scopes: scope.map(String) }),
    ...(typeof url === 'string' && { redirect: url }),
    ...(isPlainObject(multifactor) && { multifactor: toJson(multifactor) as JsonObject }),
    ...(typeof primaryUser === 'string' && { primaryUserId: primaryUser })
  }
}
