/**
 * Copies the policy's fields of `user_metadata` into ID-token claims, from where `/userinfo` serves them.
 *
 * Bind it anywhere. A field that is not as the policy says is left out.
 */
import policy from '../a0seal.config.js'
import type { PostLoginAPI, PostLoginEvent } from '../lib/core/auth0/post-login.js'
import { applyCopy, decideCopy } from '../lib/core/login/copy.js'
import { runStep } from '../lib/core/login/decision.js'

export const onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  const line = runStep({
    action: 'copy-user-metadata',
    decide: () => decideCopy(policy, event),
    apply: applyCopy,
    api,
    onError: policy.onError.copy
  })
  if (line) console.log(line)
}
