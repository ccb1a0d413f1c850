import type { FindingId } from '../../core/policy/finding-ids.js'

/** `unknown`: it could not be read, so nobody knows whether it is fine. */
export type Level = 'error' | 'warning' | 'info' | 'unknown'

/** One thing that is wrong with a tenant, or may be. */
export interface Finding {
  id: FindingId
  level: Level
  /** What it is about, by names. The same from run to run: an ignored finding is known by it. */
  subject: string
  what: string
  /** What Auth0's documentation says of it, in our words. */
  why: string
  /** A command of ours, from `a0seal` on, or one sentence of what to do where. */
  fix: string
  /** The page of the documentation. */
  doc: string
}

/** What a check says of one finding; the rest is the same for all of its row. */
export type Found = Pick<Finding, 'subject' | 'what' | 'fix'>
