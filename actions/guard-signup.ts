/**
 * Refuses sign-ups that are not as the policy says, and seals its fields of `user_metadata` before the user is stored.
 *
 * Bind it to pre-user-registration. Fails closed: no seal, no sign-up.
 */
import { policy } from 'a0seal:guard-signup'
import { signupAction } from '../lib/core/login/guard-signup.js'

export const onExecutePreUserRegistration = signupAction(policy, {
  now: () => Date.now(),
  log: line => console.log(line)
})
