import { parseRecipientKeys } from '../../lib/core/seal/released.js'
import { seal } from '../../lib/core/seal/sealed-value.js'
import type { Candidate } from './candidate.js'
import { createOpenWith } from './ours-private.js'

export const createSeal: Candidate['createSeal'] =
  ({ x25519, place, iat }) =>
  data =>
    seal({ data, iat }, place, parseRecipientKeys(x25519.publicKey))

export const createOpen: Candidate['createOpen'] = setup => createOpenWith(setup.x25519.privateKey, setup)
