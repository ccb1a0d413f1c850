import { isOfSignup, parseSignupKeys, signupSubjects } from '../../seal/signup.js'
import { broughtFields, typedFields } from './brought.js'
import { sealReadable } from './seal-readable.js'
import type { ReadableRun } from './slot-run.js'
import { contentOf, isLocked, openStored, type Stored } from './stored.js'

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
  const typed = typedFields(run)
  const atRest = openStored(appMetadata[place], run)
  const content = contentOf(run, atRest.code === 'ERR_FORMAT' ? openProvisional(run, atRest) : atRest)
  const { stored, before } = content
  if (isLocked(stored) && !run.isInteractive) {
    // A sign-in beside it may have a key that is missing here. Without one the user's value has time.
    note({ code: stored.code ?? 'ERR_UNEXPECTED', failed: true })
    return
  }
  const isFilled = (name: string) => !slot.userMayChange && Object.hasOwn(before?.data ?? {}, name)
  const late = typed.map(([field]) => field.name).filter(isFilled)
  if (late.length > 0) note({ code: 'ERR_SLOT_FILLED', fields: late })
  const brought = broughtFields(
    typed.filter(([field]) => !isFilled(field.name)),
    run
  )
  const isSealed = sealReadable(run, content, brought)
  for (const name of isSealed ? [...late, ...Object.keys(brought.data)] : late)
    decision.userMetadata[name] = null
}
