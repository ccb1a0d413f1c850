import type { Candidate } from './candidate.js'
import { createOpenWith, createSealWith } from './jose.js'

export const createSeal: Candidate['createSeal'] = setup => createSealWith(setup.p256.publicKey, setup)
export const createOpen: Candidate['createOpen'] = setup => createOpenWith(setup.p256.privateKey, setup)
