import type { PostLoginAPI, PostLoginEvent } from '../../auth0/post-login.js'
import { codeOf } from '../../errors.js'
import { lostKey, sealedKey } from '../../metadata/names.js'
import type { SealPolicy } from '../../policy/action-policy.js'
import { kindOf } from '../../policy/slot-kind.js'
import { parseSecretKeys } from '../../seal/sealed-value.js'
import { type Attempt, applyMetadata, runStep, setEach } from '../decision.js'
import type { Host } from '../host.js'
import { needed } from '../needed.js'
import { isDelegated, isInteractive, metadataOf, subjectOf } from '../run-facts.js'
import type { SealDecision, SealSteps, SlotRun } from './slot-run.js'

const sealSlot = (run: SlotRun): void => {
  const { slot, steps, event } = run
  const kind = kindOf(slot)
  if (kind === 'writeOnly') needed(steps.writeOnly)(run)
  else needed(steps[kind])({ ...run, keySet: parseSecretKeys(event.secrets[slot.keys]) })
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
  { now, steps }: { now: number; steps: SealSteps }
): SealDecision => {
  const decision: SealDecision = { appMetadata: {}, userMetadata: {}, transactionMetadata: {}, notes: [] }
  if (isDelegated(event)) {
    decision.notes.push({ code: 'ERR_DELEGATED' })
    return decision
  }
  const { container, slots } = policy
  const login = {
    policy,
    steps,
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
  attempt(() => {
    const { transactionMetadata } = decision
    if (Object.keys(transactionMetadata).length > 0)
      setEach(needed(api.transaction), 'setMetadata', transactionMetadata)
  })
  applyMetadata(decision, api, attempt)
}

/** The Action `seal-attributes`. */
export const sealAction =
  (policy: SealPolicy, steps: SealSteps, { now, log }: Host) =>
  async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
    const line = runStep({
      action: 'seal-attributes',
      decide: () => decideSeal(policy, event, { now: now(), steps }),
      apply: applySeal,
      api,
      onError: policy.onError.seal
    })
    if (line) log(line)
  }
