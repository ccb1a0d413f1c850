/**
 * Seals the policy's attributes into `app_metadata`, so that a deny list can keep them out of Auth0 in clear.
 *
 * Bind it first. Fails open (the login goes on, nothing stored is lost) unless the policy says `onError.seal: 'deny'`.
 */
import policy from '../a0seal.config.js'
import type { PostLoginAPI, PostLoginEvent } from '../lib/core/auth0/post-login.js'
import { runStep } from '../lib/core/login/decision.js'
import { applySeal, decideSeal } from '../lib/core/login/seal.js'

export const onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  const line = runStep({
    action: 'seal-attributes',
    decide: () => decideSeal(policy, event, { now: Date.now() }),
    apply: applySeal,
    api,
    onError: policy.onError.seal
  })
  if (line) console.log(line)
}
