/**
 * Hands sealed attributes to the applications and APIs the policy names, encrypted to them unless it says otherwise.
 *
 * Bind it last: after redirects and challenges. What cannot be released is `null` in the ID token, unless `onError.release: 'deny'`.
 */
import { policy, steps } from 'a0seal:release-attributes'
import { releaseAction } from '../lib/core/login/release/release.js'

export const onExecutePostLogin = releaseAction(policy, steps, {
  now: () => Date.now(),
  log: line => console.log(line)
})
