/**
 * Seals the policy's attributes into `app_metadata`, so that a deny list can keep them out of Auth0 in clear.
 *
 * Bind it first. Fails open (the login goes on, nothing stored is lost) unless the policy says `onError.seal: 'deny'`.
 */
import { policy, steps } from 'a0seal:seal-attributes'
import { sealAction } from '../lib/core/login/seal/seal.js'

export const onExecutePostLogin = sealAction(policy, steps, {
  now: () => Date.now(),
  log: line => console.log(line)
})
