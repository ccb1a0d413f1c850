// What the builder gives each Action: what it reads of the checked policy, and the steps that this policy needs.

declare module 'a0seal:seal-attributes' {
  export const policy: import('../lib/core/policy/action-policy.js').SealPolicy
  export const steps: import('../lib/core/login/seal/slot-run.js').SealSteps
}

declare module 'a0seal:copy-user-metadata' {
  export const policy: import('../lib/core/policy/action-policy.js').CopyPolicy
}

declare module 'a0seal:release-attributes' {
  export const policy: import('../lib/core/policy/action-policy.js').ReleasePolicy
  export const steps: import('../lib/core/login/release/release.js').ReleaseSteps
}

declare module 'a0seal:guard-signup' {
  export const policy: import('../lib/core/policy/action-policy.js').SignupPolicy
}
