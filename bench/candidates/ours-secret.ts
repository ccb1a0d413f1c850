import { open, parseSecretKeys, seal } from '../../lib/core/seal/sealed-value.js'
import type { Open, Seal, Setup } from './candidate.js'

// The secret is looked up for each value, as the Actions do it; its text is parsed once.

export const createSealWith =
  (secret: string, { place, iat }: Setup): Seal =>
  data =>
    seal({ data, iat }, place, parseSecretKeys(secret))

export const createOpenWith =
  (secret: string, { place }: Setup): Open =>
  sealed =>
    open(sealed, place, parseSecretKeys(secret)).data
