import type { JsonObject } from '../../auth0/json.js'
import { sameJson } from '../../seal/canonical.js'
import { seal } from '../../seal/sealed-value.js'
import type { Brought } from './brought.js'
import { indexesOf, plan, type ReadableRun } from './slot-run.js'
import { type Content, isLocked } from './stored.js'

/** What becomes of the place where values are kept aside, when something is sealed. Undefined: it stays as it is. */
const asideAfter = (
  { stored, aside }: Content,
  { place, appMetadata }: ReadableRun
): { value: unknown } | undefined => {
  if (isLocked(stored)) return isLocked(aside) ? undefined : { value: appMetadata[place] }
  return aside.opened ? { value: null } : undefined
}

const sealedWith = (
  data: JsonObject,
  { iat, src }: { iat: number; src: Brought['src'] },
  { binding, keySet }: ReadableRun
): string | null => (Object.keys(data).length > 0 ? seal({ data, iat, src }, binding, keySet) : null)

/**
 * Merges what was brought into what the slot holds, and writes only where data or key differ. What is ours and does not open is
 * moved aside, and only when there is something to seal in its place; what is not ours is replaced.
 *
 * @returns false where what was brought is not sealed
 */
export const sealReadable = (
  run: ReadableRun,
  content: Content,
  { data: changes, removed, src }: Brought
): boolean => {
  const { place, asidePlace, note } = run
  const { stored, before } = content
  // Something to put into the place of what does not open: brought, or kept aside until its key came back.
  const isReplaced =
    Object.keys(changes).length > 0 || (run.isInteractive && content.aside.opened !== undefined)
  if (stored.code) note({ code: stored.code, failed: !isReplaced })
  if (isLocked(stored) && !isReplaced) return false

  const data = { ...before?.data, ...changes }
  for (const name of removed) delete data[name]
  const writes = indexesOf(run, data)
  const isSame = sameJson(data, before?.data ?? {})
  // Only a sign-in renews the key: a refresh beside it could put back what the sign-in has just replaced.
  const isRenewed = run.isInteractive && before?.isCurrent === false
  const aside = asideAfter(content, run)
  if (aside) writes[asidePlace] = aside.value
  if (!isSame || isRenewed || aside || isLocked(stored)) {
    const iat = isSame && before ? before.iat : run.iat
    writes[place] = sealedWith(data, { iat, src }, run)
  }
  if (Object.keys(writes).length === 0) return true
  const isPlanned = plan(run, writes)
  if (isPlanned && isLocked(stored)) note({ code: aside ? 'ERR_MOVED_ASIDE' : 'ERR_LOST_OCCUPIED' })
  return isPlanned
}
