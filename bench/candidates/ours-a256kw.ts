import { open, parseSecretKeys, seal } from '../../lib/core/seal/sealed-value.js'
import type { Candidate } from './candidate.js'

// The secret is looked up for each value, as the Actions do it; its text is parsed once.

export const createSeal: Candidate['createSeal'] =
  ({ a256kw: secret, place, iat }) =>
  data =>
    seal({ data, iat }, place, parseSecretKeys(secret))

export const createOpen: Candidate['createOpen'] =
  ({ a256kw: secret, place }) =>
  sealed =>
    open(sealed, place, parseSecretKeys(secret)).data
