import { sameJson } from '../seal/canonical.js'
import { broughtAttributes } from './brought.js'
import { sealReadable } from './seal-readable.js'
import { openStored, type ReadableRun } from './slot-run.js'

/** Seals root attributes. Those this login did not bring may only fill an empty slot: stale roots exist. */
export const sealAttributes = (run: ReadableRun): void => {
  const { place, asidePlace, appMetadata, note } = run
  const brought = broughtAttributes(run)
  const stored = openStored(appMetadata[place], run)
  const isEmpty = (appMetadata[place] ?? appMetadata[asidePlace]) == null
  if (isEmpty || run.isInteractive) {
    sealReadable(run, stored, brought)
    return
  }
  const sealed = stored.opened?.data
  const isStale = (field: string) => sealed && !sameJson(brought.data[field], sealed[field] ?? null)
  const fields = Object.keys(brought.data).filter(isStale)
  if (fields.length > 0) note({ code: 'ERR_STALE', fields })
  sealReadable(run, stored, { data: {}, removed: [] })
}
