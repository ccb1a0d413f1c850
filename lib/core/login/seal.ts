import type { PostLoginAPI, PostLoginEvent } from '../auth0/post-login.js'
import { codeOf } from '../errors.js'
import { lostKey, sealedKey } from '../metadata/names.js'
import type { SealPolicy } from '../policy/action-policy.js'
import { parseSecretKeys } from '../seal/sealed-value.js'
import { type Attempt, applyMetadata, setEach } from './decision.js'
import { isDelegated, isInteractive, metadataOf, subjectOf } from './run-facts.js'
import { sealAttributes } from './seal-attributes.js'
import { sealForLogin } from './seal-for-login.js'
import { sealUserMetadata } from './seal-user-metadata.js'
import { sealWriteOnly } from './seal-write-only.js'
import type { SealDecision, SlotRun } from './slot-run.js'

/** A step that no slot of the policy needs is not there in its Action (`optionalParts` of `build.mjs`). */
const sealSlot = (run: SlotRun): void => {
  const { mode, keep, keys, userMetadata } = run.slot
  if (mode === 'write-only') {
    sealWriteOnly?.(run)
    return
  }
  const readable = { ...run, keySet: parseSecretKeys(run.event.secrets[keys]) }
  if (keep === 'login') sealForLogin?.(readable)
  else if (userMetadata?.length) sealUserMetadata?.(readable)
  else sealAttributes(readable)
}

/**
 * Seals the sensitive attributes of one login, slot by slot: a slot that fails leaves the others alone.
 *
 * @param options.now milliseconds since the epoch
 * @throws ERR_EVENT where the event names no tenant or user, ERR_METADATA where `app_metadata` is no object
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export const decideSeal = (
  policy: SealPolicy,
  event: PostLoginEvent,
  { now }: { now: number }
): SealDecision => {
  const decision: SealDecision = { appMetadata: {}, userMetadata: {}, transactionMetadata: {}, notes: [] }
  if (isDelegated(event)) {
    decision.notes.push({ code: 'ERR_DELEGATED' })
    return decision
  }
  const { container, slots } = policy
  const login = {
    policy,
    event,
    appMetadata: metadataOf(event.user.app_metadata),
    isInteractive: isInteractive(event, now),
    iat: Math.floor(now / 1000),
    decision
  }
  const subject = subjectOf(event)
  for (const [name, slot] of Object.entries(slots)) {
    const note: SlotRun['note'] = note => decision.notes.push({ ...note, slot: name })
    try {
      sealSlot({
        ...login,
        slot,
        place: sealedKey(container, name),
        asidePlace: lostKey(container, name),
        binding: { ...subject, aud: name },
        note
      })
    } catch (error) {
      note({ code: codeOf(error), failed: true })
    }
  }
  return decision
}

/** Transaction metadata by itself: where it is full, profiles are written all the same. */
export const applySeal = (
  decision: SealDecision,
  api: Pick<PostLoginAPI, 'user' | 'transaction'>,
  attempt: Attempt
): void => {
  attempt(() => setEach(api.transaction, 'setMetadata', decision.transactionMetadata))
  applyMetadata(decision, api, attempt)
}
