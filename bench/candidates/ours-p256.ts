import { parseRecipientKeys } from '../../lib/core/seal/released.js'
import { seal } from '../../lib/core/seal/sealed-value.js'
import type { Candidate } from './candidate.js'
import { createOpenWith } from './ours-private.js'

export const createSeal: Candidate['createSeal'] =
  ({ p256, place, iat }) =>
  data =>
    seal({ data, iat }, place, parseRecipientKeys(p256.publicKey))

export const createOpen: Candidate['createOpen'] = setup => createOpenWith(setup.p256.privateKey, setup)
