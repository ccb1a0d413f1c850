import { transactionMaxBytes, transactionValueMaxBytes } from '../../auth0/limits.js'
import { sameJson } from '../../seal/canonical.js'
import { seal } from '../../seal/sealed-value.js'
import { broughtAttributes } from './brought.js'
import type { ReadableRun } from './slot-run.js'
import { openStored } from './stored.js'

/** Seals what this login brings into transaction metadata: for the length of this login only. */
export const sealForLogin = (run: ReadableRun): void => {
  const { place, event, decision, note } = run
  const { data } = broughtAttributes(run)
  if (!run.isInteractive) return
  const before = openStored(event.transaction?.metadata?.[place], run).opened?.data ?? {}
  const after = { ...before, ...data }
  if (sameJson(before, after)) return
  const value = seal({ data: after, iat: run.iat }, run.binding, run.keySet)
  const all = { ...event.transaction?.metadata, ...decision.transactionMetadata, [place]: value }
  const bytes = Buffer.byteLength(JSON.stringify(all)) // a value of ours is ASCII, others' need not be
  const isTooLarge = value.length > transactionValueMaxBytes || bytes > transactionMaxBytes
  if (isTooLarge) note({ code: 'ERR_TOO_LARGE', failed: true })
  else decision.transactionMetadata[place] = value
}
