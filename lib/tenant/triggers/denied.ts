import type { JsonObject } from '../../core/auth0/json.js'
import { standardClaimScopes } from '../../core/auth0/reserved.js'
import { neverStandardClaims } from '../seed/deny-list-settings.js'
import type { Settings } from '../seed/schema.js'
import type { Suspension } from '../sessions/transactions.js'

const without = (attributes: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)))

/** What the Actions see of the attributes on the deny list that a login brought. */
export const deniedForActions = (denied: JsonObject, { mfa, denyList = {} }: Settings): JsonObject => {
  const { mfaPolicyHides = false, emailHidden = true } = denyList
  if (mfa === 'policy' && mfaPolicyHides) return {}
  return emailHidden ? without(denied, ['email']) : denied
}

/** What is left of them when the login goes on after a suspension. */
export const deniedAfter = (
  kind: Suspension['kind'],
  denied: JsonObject,
  { denyList: { challengeHides = true, redirectHides = true } = {} }: Settings
): JsonObject | undefined => ((kind === 'mfa' ? challengeHides : redirectHides) ? undefined : denied)

/** The standard claims among them, which this login's ID token has by scope although they are stored nowhere. */
export const deniedStandardClaims = (
  denied: JsonObject,
  { denyList: { standardClaims = true } = {} }: Settings
): JsonObject => {
  if (!standardClaims) return {}
  const standard = Object.entries(denied).filter(([name]) => standardClaimScopes.has(name))
  return without(Object.fromEntries(standard), neverStandardClaims)
}
