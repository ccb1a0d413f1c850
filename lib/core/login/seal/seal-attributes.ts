import { sameJson } from '../../seal/canonical.js'
import { broughtAttributes } from './brought.js'
import { sealReadable } from './seal-readable.js'
import { mayFill, type ReadableRun } from './slot-run.js'
import { contentOf } from './stored.js'

/** Seals root attributes. Those this login did not bring may only fill an empty slot: stale roots exist. */
export const sealAttributes = (run: ReadableRun): void => {
  const brought = broughtAttributes(run)
  const content = contentOf(run)
  if (mayFill(run)) {
    sealReadable(run, content, brought)
    return
  }
  const sealed = content.stored.code ? undefined : (content.before?.data ?? {})
  const isStale = (field: string) =>
    sealed && !(Object.hasOwn(sealed, field) && sameJson(brought.data[field], sealed[field]))
  const fields = Object.keys(brought.data).filter(isStale)
  if (fields.length > 0) run.note({ code: 'ERR_STALE', fields })
  sealReadable(run, content, { data: {}, removed: [] })
}
