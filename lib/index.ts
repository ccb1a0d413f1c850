export { type SealedProfile, type SealProfileOptions, sealProfile } from './core/database/seal-profile.js'
export { A0sealError, type ErrorCode } from './core/errors.js'
export { type OnceOptions, once } from './core/metadata/once.js'
export { type RememberOptions, remember } from './core/metadata/remember.js'
export { definePolicy } from './core/policy/define-policy.js'
export type { AccessTokenClaims, IdTokenClaims, Sealed, SlotData } from './core/policy/inference.js'
export type { Policy, PolicyInput } from './core/policy/types.js'
export { warningsOf } from './core/policy/warnings.js'
export type {
  OpenedValue,
  ReadonlyJson,
  Sealer,
  SealerData,
  SealerOptions,
  SealerPlace,
  UpdatedValue
} from './core/sealer.js'
export { copyUserMetadata, guardSignup, releaseAttributes, sealAttributes } from './handlers.js'
export { createSealer } from './sealer.js'
export type * from './trigger-types.js'
