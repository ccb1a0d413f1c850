import { codeOf, type ErrorCode } from '../../errors.js'
import { type Opened, open } from '../../seal/sealed-value.js'
import { isOurs } from './ours.js'
import type { ReadableRun } from './slot-run.js'

/**
 * What is stored in one place: its content; or why it does not open, and whether it is ours all the same; or nothing. What is
 * not ours is as good as nothing, but for the word it is worth.
 */
export interface Stored {
  opened?: Opened
  code?: ErrorCode
  /** Only of what does not open. */
  isOurs?: boolean
}

/** Of ours, and does not open here: not to be lost. */
export const isLocked = ({ isOurs = false }: Stored): boolean => isOurs

/** Who must have made the content of a slot: a user's word is never passed on as the tenant's, nor the reverse. */
export const sourceOfSlot = ({ userMetadata }: { userMetadata: readonly unknown[] }): 'user' | undefined =>
  userMetadata.length > 0 ? 'user' : undefined

export const openStored = (value: unknown, { binding, keySet, slot }: ReadableRun): Stored => {
  if (value == null) return {}
  try {
    const opened = open(value, binding, keySet)
    return opened.src === sourceOfSlot(slot) ? { opened } : { code: 'ERR_SOURCE', isOurs: true }
  } catch (error) {
    return { code: codeOf(error), isOurs: isOurs(value) }
  }
}

/** What the profile holds of a slot: in its place, kept aside, and all that opens joined. */
export interface Content {
  stored: Stored
  aside: Stored
  before: Opened | undefined
}

/**
 * For each attribute the newer value counts, and the lost one where none is newer. What a user may write once is the reverse:
 * the first counts.
 */
const joined = (opened: Opened, lost: Opened, { slot }: ReadableRun): Opened => {
  const isFirstKept = slot.userMetadata.length > 0 && !slot.userMayChange
  const isLostKept = isFirstKept ? lost.iat <= opened.iat : lost.iat >= opened.iat
  const [under, over] = isLostKept ? [opened, lost] : [lost, opened]
  return {
    ...opened,
    data: { ...under.data, ...over.data },
    iat: Math.max(opened.iat, lost.iat)
  }
}

/** @param stored what is in the place, where that is not to be opened as usual */
export const contentOf = (
  run: ReadableRun,
  stored = openStored(run.appMetadata[run.place], run)
): Content => {
  const aside = openStored(run.appMetadata[run.asidePlace], run)
  const { opened } = stored
  const lost = aside.opened
  return { stored, aside, before: opened && lost ? joined(opened, lost, run) : (opened ?? lost) }
}
