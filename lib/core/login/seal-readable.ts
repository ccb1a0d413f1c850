import type { JsonObject } from '../auth0/json.js'
import { sameJson } from '../seal/canonical.js'
import { type Opened, seal } from '../seal/sealed-value.js'
import type { Brought } from './brought.js'
import { indexesOf, openStored, plan, type ReadableRun, type Stored } from './slot-run.js'

/** The slot's content, joined with a value kept aside whose key is back: for each attribute, the newer value wins. */
const withRecovered = (opened: Opened | undefined, lost: Opened | undefined): Opened | undefined => {
  if (!opened || !lost) return opened ?? (lost && { ...lost, isCurrent: false })
  const [older, newer] = opened.iat < lost.iat ? [opened, lost] : [lost, opened]
  return { ...newer, data: { ...older.data, ...newer.data }, isCurrent: false }
}

const merge = (before: JsonObject, { data, removed }: Brought): JsonObject => {
  const after = { ...before, ...data }
  for (const name of removed) delete after[name]
  return after
}

/** Plans the write of a slot's new content; one without any content is removed. */
const write = (run: ReadableRun, data: JsonObject, iat: number, aside: Record<string, unknown>): boolean => {
  const src = run.slot.userMetadata.length > 0 ? 'user' : undefined
  const value = Object.keys(data).length > 0 ? seal({ data, iat, src }, run.binding, run.keySet) : null
  return plan(run, { ...aside, [run.place]: value, ...indexesOf(run, data) })
}

/**
 * Merges what was brought into the stored value, and writes only where data or key differ. What no key opens is moved
 * aside rather than overwritten, and only when there is something to seal in its place.
 *
 * @returns false where what was brought is not sealed
 */
export const sealReadable = (run: ReadableRun, stored: Stored, brought: Brought): boolean => {
  const { place, asidePlace, appMetadata, iat, note } = run
  const aside = openStored(appMetadata[asidePlace], run)

  if (stored.code) {
    const isBrought = Object.keys(brought.data).length > 0
    const isMoved = isBrought && !aside.code
    note({ code: stored.code, failed: !isMoved })
    if (isBrought) note({ code: isMoved ? 'ERR_MOVED_ASIDE' : 'ERR_LOST_OCCUPIED' })
    if (!isMoved) return false
    return write(run, merge(aside.opened?.data ?? {}, brought), iat, { [asidePlace]: appMetadata[place] })
  }

  const before = withRecovered(stored.opened, aside.opened)
  const data = merge(before?.data ?? {}, brought)
  const isSame = sameJson(data, before?.data ?? {})
  // Only a sign-in renews the key: a refresh beside it could put back what the sign-in has just replaced.
  const isRenewed = run.isInteractive && before && !before.isCurrent
  if (isSame && !isRenewed && !aside.opened) {
    const indexes = indexesOf(run, data)
    return Object.keys(indexes).length === 0 || plan(run, indexes)
  }
  return write(run, data, (isSame && before?.iat) || iat, aside.opened ? { [asidePlace]: null } : {})
}
