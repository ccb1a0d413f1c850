import type { PostLoginAPI, PostLoginEvent } from '../core/auth0/post-login.js'
import { type Decision, runStep, type Step } from '../core/login/decision.js'
import { metadataOf } from '../core/login/run-facts.js'
import { mergeMetadata } from '../core/metadata/merge.js'
import type { OnError } from '../core/policy/types.js'
import type { RuleUsers } from './rule.js'
import { eventOfRule, type RuleLogin } from './rule-event.js'

type Metadata = Record<string, unknown>

interface Pending {
  appMetadata: Metadata
  userMetadata: Metadata
  denied?: string
}

/** The `api` of an Action over the arguments of a Rule: claims are set at once, metadata and refusals are kept. */
const ruleAPI = (context: RuleLogin['context'], pending: Pending): PostLoginAPI => {
  const setClaim = (token: 'idToken' | 'accessToken') => ({
    setCustomClaim(name: string, value: unknown) {
      context[token] = { ...context[token], [name]: value }
    }
  })
  return {
    access: {
      deny(reason) {
        pending.denied = reason
      }
    },
    user: {
      setAppMetadata(name, value) {
        pending.appMetadata[name] = value
      },
      setUserMetadata(name, value) {
        pending.userMetadata[name] = value
      }
    },
    idToken: setClaim('idToken'),
    accessToken: setClaim('accessToken'),
    transaction: {
      setMetadata(name, value) {
        context.a0seal = { ...context.a0seal, [name]: value }
      }
    }
  }
}

/** Stores what was set, and shows it to the Rules that follow: Auth0 does not. */
const save = async (
  { appMetadata, userMetadata }: Pending,
  user: RuleLogin['user'],
  users: RuleUsers
): Promise<void> => {
  // What is sealed goes first: if that fails, the clear value it replaces stays where it is.
  if (Object.keys(appMetadata).length > 0) {
    await users.updateAppMetadata(user.user_id, appMetadata)
    user.app_metadata = mergeMetadata(metadataOf(user.app_metadata), appMetadata)
  }
  if (Object.keys(userMetadata).length > 0) {
    await users.updateUserMetadata(user.user_id, userMetadata)
    user.user_metadata = mergeMetadata(metadataOf(user.user_metadata), userMetadata)
  }
}

export interface RuleStepOptions<D extends Decision> {
  /** Its name in the log. */
  rule: string
  apply: Step<D, PostLoginAPI>['apply']
  login: RuleLogin
  users: RuleUsers
  onError: OnError
}

/**
 * Runs a step of the login in a Rule: decides as the Action does, stores, and changes `user` and `context` for what comes
 * after. Never throws.
 *
 * @returns the line for the log, if there is anything to say, and the text for the user who is refused
 */
export const runRuleStep = async <D extends Decision>(
  decide: (event: PostLoginEvent) => D,
  { rule, apply, login, users, onError }: RuleStepOptions<D>
): Promise<{ line?: string; denied?: string }> => {
  const pending: Pending = { appMetadata: {}, userMetadata: {} }
  const step = { action: rule, apply, api: ruleAPI(login.context, pending), onError }
  const lines = [runStep({ ...step, decide: () => decide(eventOfRule(login)) })]
  try {
    await save(pending, login.user, users)
  } catch (error) {
    const decide = (): never => {
      throw error
    }
    lines.push(runStep({ ...step, decide }))
  }
  const line = lines.filter(Boolean).join('\n')
  return { ...(line && { line }), ...(pending.denied && { denied: pending.denied }) }
}
