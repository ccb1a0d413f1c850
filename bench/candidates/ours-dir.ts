import type { Candidate } from './candidate.js'
import { createOpenWith, createSealWith } from './ours-secret.js'

export const createSeal: Candidate['createSeal'] = setup => createSealWith(setup.dir, setup)
export const createOpen: Candidate['createOpen'] = setup => createOpenWith(setup.dir, setup)
