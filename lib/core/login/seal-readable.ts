import { sameJson } from '../seal/canonical.js'
import { type Opened, seal } from '../seal/sealed-value.js'
import type { Brought } from './brought.js'
import { indexesOf, openStored, plan, type ReadableRun, type Stored } from './slot-run.js'

/** The slot's content, joined with a value kept aside whose key is back: for each attribute, the newer value wins. */
const withRecovered = (opened: Opened | undefined, lost: Opened | undefined): Opened | undefined => {
  if (!lost) return opened
  const [older, newer] = opened && opened.iat >= lost.iat ? [lost, opened] : [opened, lost]
  return { ...newer, data: { ...older?.data, ...newer.data }, isCurrent: false }
}

/**
 * Merges what was brought into the stored value, and writes only where data or key differ. What no key opens is moved
 * aside rather than overwritten, and only when there is something to seal in its place.
 *
 * @returns false where what was brought is not sealed
 */
export const sealReadable = (
  run: ReadableRun,
  stored: Stored,
  { data: changes, removed, src }: Brought
): boolean => {
  const { place, asidePlace, appMetadata, binding, keySet, note } = run
  const aside = openStored(appMetadata[asidePlace], run)
  if (stored.code) {
    const isBrought = Object.keys(changes).length > 0
    const isMoved = isBrought && !aside.code
    note({ code: stored.code, failed: !isMoved })
    if (isBrought) note({ code: isMoved ? 'ERR_MOVED_ASIDE' : 'ERR_LOST_OCCUPIED' })
    if (!isMoved) return false
  }
  const before = withRecovered(stored.opened, aside.opened)
  const data = { ...before?.data, ...changes }
  for (const name of removed) delete data[name]
  const writes = indexesOf(run, data)
  if (stored.code) writes[asidePlace] = appMetadata[place]
  else if (aside.opened) writes[asidePlace] = null

  const isSame = sameJson(data, before?.data ?? {})
  // Only a sign-in renews the key: a refresh beside it could put back what the sign-in has just replaced.
  const isRenewed = run.isInteractive && before?.isCurrent === false
  if (!isSame || isRenewed || asidePlace in writes) {
    const iat = isSame && before ? before.iat : run.iat
    writes[place] = Object.keys(data).length > 0 ? seal({ data, iat, src }, binding, keySet) : null
  }
  return Object.keys(writes).length === 0 || plan(run, writes)
}
