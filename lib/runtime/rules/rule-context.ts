import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import { createClaims } from '../api/claims.js'
import { toJson } from '../json.js'
import { startState } from '../state.js'
import type { RuleEffects, RulesRequest, RulesResult } from './rule-types.js'

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

/** As a list, or as the text that a token has: both are set by published Rules. */
const scopesOf = (scope: unknown): string[] | undefined => {
  if (typeof scope === 'string') return scope.split(/\s+/).filter(Boolean)
  return Array.isArray(scope) ? scope.map(String) : undefined
}

/** @see https://auth0.com/docs/customize/rules/context-object */
export const readRuleContext = (value: unknown): RuleEffects => {
  const context = objectOf(value)
  const scopes = scopesOf(objectOf(context.accessToken).scope)
  const { url } = objectOf(context.redirect)
  const { multifactor, primaryUser } = context
  return {
    ...claimsOf(context),
    ...(scopes && { scopes }),
    ...(typeof url === 'string' && { redirect: url }),
    ...(isPlainObject(multifactor) && { multifactor: toJson(multifactor) as JsonObject }),
    ...(typeof primaryUser === 'string' && { primaryUserId: primaryUser })
  }
}

/** The profile's metadata as it is stored. */
export const storedOf = ({ app_metadata, user_metadata }: JsonObject): RulesResult['stored'] => ({
  ...(app_metadata !== undefined && { app_metadata }),
  ...(user_metadata !== undefined && { user_metadata })
})

/** What there is where no Rule has passed. */
export const unchangedBy = ({ user, context, global = {} }: RulesRequest): Omit<RulesResult, 'outcome'> => ({
  ...readRuleContext(context),
  rules: [],
  user,
  context,
  global,
  stored: storedOf(user),
  writes: []
})
