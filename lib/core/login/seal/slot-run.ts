import type { JsonObject } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { Binding } from '../../format/claims.js'
import type { KeySet } from '../../jwe/key-set.js'
import { charsOf, hasRoom } from '../../metadata/budget.js'
import type { SealPolicy } from '../../policy/action-policy.js'
import { isIndexed, type SlotKind } from '../../policy/slot-kind.js'
import type { Slot } from '../../policy/types.js'
import type { MetadataDecision, Note } from '../decision.js'
import { needed } from '../needed.js'

export interface SealDecision extends MetadataDecision {
  transactionMetadata: Record<string, string>
}

/**
 * How each kind of slot is sealed, and how the blind indexes of a slot's content are kept. An Action is handed the steps
 * that its policy needs; one that is missing fails closed.
 */
export interface SealSteps
  extends Partial<Record<Exclude<SlotKind, 'writeOnly'>, (run: ReadableRun) => void>> {
  writeOnly?: (run: SlotRun) => void
  indexes?: (run: SlotRun, data: JsonObject) => Record<string, string | null>
}

/** One slot in one login: all that its sealing depends on, and where its decisions go. */
export interface SlotRun {
  policy: SealPolicy
  steps: SealSteps
  slot: Slot
  /** Its key in `app_metadata` or transaction metadata, and where a value no key opens is kept aside. */
  place: string
  asidePlace: string
  event: PostLoginEvent
  binding: Binding
  /** As stored before this run. */
  appMetadata: Readonly<Record<string, unknown>>
  /** False where the profile's root may be stale. */
  isInteractive: boolean
  /** NumericDate, seconds. */
  iat: number
  decision: SealDecision
  /** Adds to the decision's notes, under this slot's name. */
  note(note: Note): void
}

/** A run of a slot that Auth0 can open. */
export interface ReadableRun extends SlotRun {
  keySet: KeySet
}

/**
 * Whether what the profile shows may be sealed: always where this login brought it; else only into an empty slot, and never where
 * `null` removes, since the slot may be empty because of that.
 */
export const mayFill = ({ isInteractive, slot, place, asidePlace, appMetadata }: SlotRun): boolean =>
  isInteractive || (slot.onNull === 'keep' && (appMetadata[place] ?? appMetadata[asidePlace]) == null)

/** The indexes to write with this data. */
export const indexesOf = (run: SlotRun, data: JsonObject): Record<string, unknown> =>
  isIndexed(run.slot) ? needed(run.steps.indexes)(run, data) : {}

/** Plans writes into the profile. False where it has no room: then nothing is planned. */
export const plan = (
  { policy, appMetadata, decision, note }: SlotRun,
  writes: Record<string, unknown>
): boolean => {
  if (!hasRoom({ ...appMetadata, ...decision.appMetadata }, writes, policy)) {
    note({ code: 'ERR_TOO_LARGE', failed: true })
    return false
  }
  if (Object.values(writes).some(value => charsOf(value) > policy.limits.valueWarnChars))
    note({ code: 'ERR_LARGE_VALUE' })
  Object.assign(decision.appMetadata, writes)
  return true
}
