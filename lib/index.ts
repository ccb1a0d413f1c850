export { A0sealError, type ErrorCode } from './core/errors.js'
export { definePolicy } from './core/policy/define-policy.js'
export type { AccessTokenClaims, IdTokenClaims, Sealed, SlotData } from './core/policy/inference.js'
export type { Policy, PolicyInput } from './core/policy/types.js'
