import type { Candidate } from './candidate.js'
import { createOpenWith, createSealWith } from './ours-public.js'

export const createSeal: Candidate['createSeal'] = setup => createSealWith(setup.x25519.publicKey, setup)
export const createOpen: Candidate['createOpen'] = setup => createOpenWith(setup.x25519.privateKey, setup)
