import type { PostLoginEvent } from '../auth0/post-login.js'
import { codeOf } from '../errors.js'
import { createBudget } from '../metadata/budget.js'
import { lostKey, sealedKey } from '../metadata/names.js'
import type { Policy } from '../policy/types.js'
import { parseSecretKeys } from '../seal/sealed-value.js'
import { type Decision, emptyDecision } from './decision.js'
import { isDelegated, isInteractive, metadataOf, subjectOf } from './run-facts.js'
import { sealAttributes } from './seal-attributes.js'
import { sealForLogin } from './seal-for-login.js'
import { sealUserMetadata } from './seal-user-metadata.js'
import { sealWriteOnly } from './seal-write-only.js'
import type { ReadableRun, SlotRun } from './slot-run.js'

const sealReadableSlot = (run: ReadableRun): void => {
  if (run.slot.keep === 'login') sealForLogin(run)
  else if (run.slot.userMetadata.length > 0) sealUserMetadata(run)
  else sealAttributes(run)
}

const sealSlot = (run: SlotRun): void => {
  const { mode, keys } = run.slot
  if (mode === 'write-only') sealWriteOnly(run)
  else sealReadableSlot({ ...run, keySet: parseSecretKeys(run.event.secrets[keys]) })
}

/** What sealing reads of a policy. */
export type SealPolicy = Pick<Policy, 'container' | 'slots' | 'limits'>

/**
 * Seals the sensitive attributes of one login, slot by slot: a slot that fails leaves the others alone.
 *
 * @param options.now milliseconds since the epoch
 * @throws ERR_EVENT where the event names no tenant or user, ERR_METADATA where `app_metadata` is no object
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export const decideSeal = (policy: SealPolicy, event: PostLoginEvent, { now }: { now: number }): Decision => {
  const decision = emptyDecision()
  if (isDelegated(event)) {
    decision.notes.push({ code: 'ERR_DELEGATED' })
    return decision
  }
  const { container, slots, limits } = policy
  const subject = subjectOf(event)
  const appMetadata = metadataOf(event.user.app_metadata)
  const login = {
    event,
    appMetadata,
    limits,
    budget: createBudget(appMetadata, { container, maxChars: limits.profileMaxChars }),
    isInteractive: isInteractive(event, now),
    iat: Math.floor(now / 1000),
    decision
  }
  for (const [name, slot] of Object.entries(slots)) {
    const note: SlotRun['note'] = note => decision.notes.push({ ...note, slot: name })
    try {
      sealSlot({
        ...login,
        slot,
        place: sealedKey(container, name),
        asidePlace: lostKey(container, name),
        binding: { ...subject, audience: name },
        note
      })
    } catch (error) {
      note({ code: codeOf(error), failed: true })
    }
  }
  return decision
}
