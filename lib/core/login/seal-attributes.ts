import { sameJson } from '../seal/canonical.js'
import { broughtAttributes } from './brought.js'
import { sealReadable } from './seal-readable.js'
import { openStored, type ReadableRun } from './slot-run.js'

/** Seals root attributes. Those this login did not bring may only fill an empty slot: stale roots exist. */
export const sealAttributes = (run: ReadableRun): void => {
  const brought = broughtAttributes(run)
  const { appMetadata, place, asidePlace } = run
  const stored = openStored(appMetadata[place], run)
  const isEmpty = (appMetadata[place] ?? appMetadata[asidePlace] ?? null) === null
  if (!isEmpty && !run.isInteractive) {
    const sealed = stored.opened?.data
    const stale = Object.keys(brought.data).filter(
      field => sealed && !sameJson(brought.data[field], sealed[field] ?? null)
    )
    if (stale.length > 0) run.note({ code: 'ERR_STALE', fields: stale })
    brought.data = {}
    brought.removed = []
  }
  sealReadable(run, stored, brought)
}
