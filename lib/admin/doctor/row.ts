import type { FindingId } from '../../core/policy/finding-ids.js'
import type { Area, Facts } from './facts.js'
import type { Found, Level } from './finding.js'
import type { Wanted } from './wanted.js'

/** One check of the table. Several of them can find the same thing in different places. */
export interface Row<Needs extends Area = Area> {
  id: FindingId
  level: Exclude<Level, 'unknown'>
  /** In a few words, for the list of all. */
  title: string
  /** What is read for it. Where one of them could not be, what it would find is unknown. */
  needs: readonly Needs[]
  why: string
  doc: string
  find(facts: Pick<Facts, Needs>, wanted: Wanted): Found[]
}

/** A row, whose check sees no more than it needs. */
export const row = <Needs extends Area>(row: Row<Needs>): Row => row
