import type { Candidate } from './candidate.js'
import { createOpenWith, createSealWith } from './ours-secret.js'

export const createSeal: Candidate['createSeal'] = setup => createSealWith(setup.a256kw, setup)
export const createOpen: Candidate['createOpen'] = setup => createOpenWith(setup.a256kw, setup)
