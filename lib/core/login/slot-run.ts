import type { JsonObject } from '../auth0/json.js'
import type { PostLoginEvent } from '../auth0/post-login.js'
import { codeOf } from '../errors.js'
import type { Binding } from '../format/claims.js'
import type { KeySet } from '../jwe/key-set.js'
import { charsOf, hasRoom } from '../metadata/budget.js'
import type { SealedSlot, SealPolicy } from '../policy/action-policy.js'
import { type Opened, open } from '../seal/sealed-value.js'
import type { MetadataDecision, Note } from './decision.js'
import { changedIndexes } from './index-attributes.js'

export interface SealDecision extends MetadataDecision {
  transactionMetadata: Record<string, string>
}

/** One slot in one login: all that its sealing depends on, and where its decisions go. */
export interface SlotRun {
  policy: SealPolicy
  slot: SealedSlot
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

/** The indexes to write with this data. Without an attribute that is indexed, the step is not in the Action. */
export const indexesOf = (run: SlotRun, data: JsonObject): Record<string, unknown> =>
  changedIndexes?.(run, data) ?? {}

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

/** What is stored: its content, or why it does not open, or (neither) nothing. */
export type Stored = { opened?: Opened; code?: Note['code'] }

export const openStored = (value: unknown, { binding, keySet }: ReadableRun): Stored => {
  if (value == null) return {}
  try {
    return { opened: open(value, binding, keySet) }
  } catch (error) {
    return { code: codeOf(error) }
  }
}
