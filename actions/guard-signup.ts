/**
 * Refuses sign-ups that are not as the policy says, and seals its fields of `user_metadata` before the user is stored.
 *
 * Bind it to pre-user-registration. Fails closed: no seal, no sign-up.
 */
import policy from '../a0seal.config.js'
import type {
  PreUserRegistrationAPI,
  PreUserRegistrationEvent
} from '../lib/core/auth0/pre-user-registration.js'
import { applyMetadata, runStep } from '../lib/core/login/decision.js'
import { decideSignup } from '../lib/core/login/guard-signup.js'

export const onExecutePreUserRegistration = async (
  event: PreUserRegistrationEvent,
  api: PreUserRegistrationAPI
): Promise<void> => {
  const line = runStep({
    action: 'guard-signup',
    decide: () => decideSignup(policy, event, { now: Date.now() }),
    apply: applyMetadata,
    api,
    onError: 'deny'
  })
  if (line) console.log(line)
}
