import { isOfSignup, parseSignupKeys, signupSubjects } from '../seal/signup.js'
import { broughtFields } from './brought.js'
import { sealReadable } from './seal-readable.js'
import { openStored, type ReadableRun, type Stored } from './slot-run.js'

/** A value sealed at sign-up, which this login binds to its user; else what was found before. */
const openProvisional = (run: ReadableRun, otherwise: Stored): Stored => {
  const { slot, place, appMetadata, event, binding } = run
  const keySet = parseSignupKeys(event.secrets[slot.keys])
  for (const sub of signupSubjects(event.connection?.name ?? '', event.user)) {
    const { opened } = openStored(appMetadata[place], { ...run, keySet, binding: { ...binding, sub } })
    if (opened && isOfSignup(opened.iat, event.user.created_at))
      return { opened: { ...opened, isCurrent: false } }
  }
  return otherwise
}

/** Moves fields out of `user_metadata`. The user can write there at any time, so a sealed field is not replaced. */
export const sealUserMetadata = (run: ReadableRun): void => {
  const { slot, place, appMetadata, decision, note } = run
  const brought = broughtFields(run)
  const atRest = openStored(appMetadata[place], run)
  const stored = atRest.code === 'ERR_FORMAT' ? openProvisional(run, atRest) : atRest
  if (stored.code) {
    // What it holds cannot be told while it does not open, so the user's value may not take its place.
    note({ code: stored.code, failed: true })
    return
  }
  const fields = Object.keys(brought.data)
  const late = fields.filter(field => !slot.userMayChange && Object.hasOwn(stored.opened?.data ?? {}, field))
  if (late.length > 0) note({ code: 'ERR_SLOT_FILLED', fields: late })
  for (const field of late) delete brought.data[field]
  const gone = sealReadable(run, stored, brought) ? fields : late
  for (const field of gone) decision.userMetadata[field] = null
}
