import type { ManagementClient } from 'auth0'
import { type Action, getAction } from './actions.js'
import { readBindings } from './bindings.js'
import { mayChallenge, mayRedirect, runningCode } from './code-hints.js'
import { readMfaPolicies } from './mfa-policies.js'
import { request, TenantError } from './tenant-error.js'

/** The Action that seals, under the name the build gives it. */
export const sealAction = 'seal-attributes'

/** What of a tenant's logins decides whether denied attributes reach anybody. */
export interface LoginFacts {
  /** Undefined where the token may not read it. */
  isSealBound?: boolean
  /** The Action that seals, where it is bound. */
  seal?: Action
  /** Policies that ask for MFA, such as `all-applications`. */
  mfaPolicies?: string[]
  /** Names of bound Actions whose deployed code may ask for MFA. */
  mfaActions: string[]
  /** Names of bound Actions whose deployed code may send the user elsewhere. */
  redirectActions: string[]
  /** Scopes without which the rest could not be read. */
  missingScopes: string[]
  /** Why more could not be read that no scope would let be read. */
  unread: string[]
}

/** Undefined, and why noted, where the tenant refuses it. */
const readable = async <T>(
  { missingScopes, unread }: LoginFacts,
  { what, scope }: { what: string; scope: string },
  read: () => PromiseLike<T>
): Promise<T | undefined> => {
  try {
    return await request({ what, scopes: [scope] }, read)
  } catch (error) {
    if (!(error instanceof TenantError) || !(error.isBeyondScopes || error.scopes.length > 0)) throw error
    if (error.isBeyondScopes) unread.push(error.message)
    else if (!missingScopes.includes(scope)) missingScopes.push(scope)
    return undefined
  }
}

/** @throws TenantError for anything but what it may not read */
export const readLoginFacts = async (client: ManagementClient): Promise<LoginFacts> => {
  const facts: LoginFacts = { mfaActions: [], redirectActions: [], missingScopes: [], unread: [] }

  const policies = { what: 'GET /guardian/policies', scope: 'read:mfa_policies' }
  const mfaPolicies = await readable(facts, policies, () => readMfaPolicies(client))
  if (mfaPolicies) facts.mfaPolicies = mfaPolicies

  const bindings = { what: 'GET /actions/triggers/post-login/bindings', scope: 'read:actions' }
  const bound = await readable(facts, bindings, () => readBindings(client, 'post-login'))
  if (!bound) return facts
  facts.isSealBound = bound.some(({ actionName }) => actionName === sealAction)

  for (const { actionId, actionName: name } of bound) {
    const action = await getAction(client, actionId)
    if (name === sealAction) facts.seal = action
    const code = runningCode(action)
    if (mayChallenge(code)) facts.mfaActions.push(name)
    if (mayRedirect(code)) facts.redirectActions.push(name)
  }
  return facts
}
