import { defaults, seal, unseal } from '@hapi/iron'
import type { Candidate } from './candidate.js'

export const createSeal: Candidate['createSeal'] =
  ({ raw }) =>
  data =>
    seal(data, raw, defaults)
export const createOpen: Candidate['createOpen'] =
  ({ raw }) =>
  sealed =>
    unseal(sealed, raw, defaults)
