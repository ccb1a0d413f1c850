import { allReleaseSteps, allSealSteps } from './core/login/all-steps.js'
import { copyAction } from './core/login/copy.js'
import { signupAction } from './core/login/guard-signup.js'
import type { Host } from './core/login/host.js'
import { releaseAction } from './core/login/release.js'
import { sealAction } from './core/login/seal.js'
import type { Policy } from './core/policy/types.js'

// The Actions for those who write their own: handlers to export, or to await inside a handler of one's own. They never
// throw, and log one line of at most 256 characters by the console.

const host: Host = {
  now: () => Date.now(),
  // biome-ignore lint/suspicious/noConsole: an Action's log is the console
  log: line => console.log(line)
}

/** What `seal-attributes` does: a handler of post-login. Run it first. */
export const sealAttributes = (policy: Policy) => sealAction(policy, allSealSteps, host)

/** What `copy-user-metadata` does: a handler of post-login. */
export const copyUserMetadata = (policy: Policy) => copyAction(policy, host)

/** What `release-attributes` does: a handler of post-login. Run it last. */
export const releaseAttributes = (policy: Policy) => releaseAction(policy, allReleaseSteps, host)

/** What `guard-signup` does: a handler of pre-user-registration. Fails closed: no seal, no sign-up. */
export const guardSignup = (policy: Policy) => signupAction(policy, host)
