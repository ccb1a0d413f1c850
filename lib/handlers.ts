import { allReleaseSteps, allSealSteps } from './core/login/all-steps.js'
import { copyAction } from './core/login/copy.js'
import { signupAction } from './core/login/guard-signup.js'
import type { Host } from './core/login/host.js'
import { releaseAction } from './core/login/release/release.js'
import { sealAction } from './core/login/seal/seal.js'
import type { Policy } from './core/policy/types.js'

// The Actions for those who write their own: handlers to export, or to await inside a handler of one's own. They never
// throw, and log one line of at most 256 characters by the console.

const host: Host = {
  now: () => Date.now(),
  // biome-ignore lint/suspicious/noConsole: an Action's log is the console
  log: line => console.log(line)
}

/**
 * What `seal-attributes` does, a handler of post-login: seals the attributes of the policy into
 * `app_metadata.<container>_<slot>`, where data or key differ. Run it first. It reads the secrets that the slots' `keys` name.
 *
 * @param policy of `definePolicy`
 * @returns an async function that resolves to nothing and never throws: `onError.seal` says whether a failure denies the login
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger
 */
export const sealAttributes = (policy: Policy) => sealAction(policy, allSealSteps, host)

/**
 * What `copy-user-metadata` does, a handler of post-login: sets the fields of `copy` as claims of the ID token, which `/userinfo`
 * then shows too. Needs no secret.
 *
 * @param policy of `definePolicy`
 * @returns an async function that resolves to nothing and never throws: `onError.copy` says whether a failure denies the login
 */
export const copyUserMetadata = (policy: Policy) => copyAction(policy, host)

/**
 * What `release-attributes` does, a handler of post-login: hands sealed attributes to the application or API of this login, as
 * claims of its ID or access token. Run it last, and not in the Action that seals: that one does not see its own writes. It
 * reads the secrets of slots, applications and APIs.
 *
 * @param policy of `definePolicy`
 * @returns an async function that resolves to nothing and never throws: `onError.release` says whether a failure denies the
 *   login
 */
export const releaseAttributes = (policy: Policy) => releaseAction(policy, allReleaseSteps, host)

/**
 * What `guard-signup` does, a handler of pre-user-registration: seals fields of `user_metadata` before the user is made. Fails
 * closed: no seal, no sign-up. It reads the secrets that the slots' `keys` name.
 *
 * @param policy of `definePolicy`
 * @returns an async function that resolves to nothing and never throws
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/pre-user-registration-trigger
 */
export const guardSignup = (policy: Policy) => signupAction(policy, host)
