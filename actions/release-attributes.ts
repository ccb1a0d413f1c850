/**
 * Hands sealed attributes to the applications and APIs the policy names, encrypted to them unless it says otherwise.
 *
 * Bind it last: after redirects and challenges. What cannot be released is left out, unless `onError.release: 'deny'`.
 */
import policy from '../a0seal.config.js'
import type { PostLoginAPI, PostLoginEvent } from '../lib/core/auth0/post-login.js'
import { runStep } from '../lib/core/login/decision.js'
import { applyRelease, decideRelease } from '../lib/core/login/release.js'

export const onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  const line = runStep({
    action: 'release-attributes',
    decide: () => decideRelease(policy, event, { now: Date.now() }),
    apply: applyRelease,
    api,
    onError: policy.onError.release
  })
  if (line) console.log(line)
}
