import { isPlainObject } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'
import { codeOf, type ErrorCode } from '../../errors.js'
import { typAtRest } from '../../format/header.js'
import { pointOf } from '../../format/point.js'
import { decodeHeader } from '../../jwe/header.js'
import { sealedKey } from '../../metadata/names.js'
import type { SealPolicy } from '../../policy/action-policy.js'
import { kindOf } from '../../policy/slot-kind.js'
import type { Slot } from '../../policy/types.js'
import { allSealSteps } from '../all-steps.js'
import type { Note } from '../decision.js'
import { isDelegated, isInteractive } from '../run-facts.js'
import { spellingsOf } from '../seal/brought.js'
import { isElsewhere } from '../seal/elsewhere.js'
import { decideSeal } from '../seal/seal.js'
import type { SealDecision } from '../seal/slot-run.js'
import { sourceOf } from '../seal/source.js'

/** Why an attribute, or a field, was not sealed in a run. */
export type NotSealed =
  | 'did not run'
  | 'delegated'
  | 'other connection'
  | 'linked'
  | 'not sent'
  | 'sent as null'
  | 'removed'
  | 'not brought'
  | 'filled before'
  | 'failed'

/** What became of an attribute, or of a field of `user_metadata`, when its slot was sealed. */
export interface Sealing {
  slot: string
  name: string
  isField: boolean
  keep: Slot['keep']
  mode: Slot['mode']
  /** `unchanged`: the sealed value has it already. */
  outcome: 'sealed' | 'unchanged' | 'not sealed'
  why?: NotSealed
  code?: ErrorCode
  /** The secret with the slot's keys. */
  secret: string
  /** Where the sealed value is kept. */
  place: string
  /** The key it is sealed with, where there is one. */
  kid?: string
}

interface SlotFacts {
  slot: Slot
  event: PostLoginEvent
  now: number
  notes: readonly Note[]
  /** The run has written the slot's place. */
  isWritten: boolean
}

type Outcome = Pick<Sealing, 'outcome' | 'why' | 'code'>

const notSealed = (why: NotSealed, code?: ErrorCode): Outcome => ({
  outcome: 'not sealed',
  why,
  ...(code && { code })
})

const wordOf: Partial<Record<ErrorCode, NotSealed>> = {
  ERR_STALE: 'not brought',
  ERR_LINKED: 'linked',
  ERR_SLOT_FILLED: 'filled before'
}

/** What a note of the decision says of one attribute or field, or of all in the slot. */
const noted = (name: string, notes: readonly Note[]): Outcome | undefined => {
  const own = notes.find(({ fields }) => fields?.includes(name))
  const note = own ?? notes.find(({ fields, failed }) => !fields && failed)
  return note && notSealed(wordOf[note.code] ?? 'failed', note.code)
}

const reached = ({ isWritten }: SlotFacts): Outcome => ({ outcome: isWritten ? 'sealed' : 'unchanged' })

const outcomeOfAttribute = (attribute: Slot['attributes'][number], facts: SlotFacts): Outcome => {
  const { slot, event, now, notes } = facts
  if (isElsewhere(attribute, event)) return notSealed('other connection')
  const note = noted(attribute.name, notes)
  if (note) return note
  const source = sourceOf(event) ?? {}
  const spelling = spellingsOf(attribute).find(name => Object.hasOwn(source, name))
  const value = spelling === undefined ? undefined : source[spelling]
  if (value === undefined) return notSealed('not sent')
  if (value === null) return notSealed(slot.onNull === 'remove' ? 'removed' : 'sent as null')
  // What is kept for the login only has nothing to compare a stale root with.
  if (slot.keep === 'login' && !isInteractive(event, now)) return notSealed('not brought')
  return reached(facts)
}

const outcomeOfField = (name: string, facts: SlotFacts): Outcome => {
  const { user_metadata: typed } = facts.event.user
  const note = noted(name, facts.notes)
  if (note) return note
  return isPlainObject(typed) && Object.hasOwn(typed, name) && typed[name] != null
    ? reached(facts)
    : notSealed('not sent')
}

/** The `kid` of a value of ours, as its header says. */
export const kidOf = (value: unknown, typ: string = typAtRest): string | undefined => {
  const jwe = isPlainObject(value) ? value.v : value
  return typeof jwe === 'string' ? decodeHeader(jwe.split('.', 1).join(), typ, pointOf)?.kid : undefined
}

const placesAfter = (
  decision: SealDecision,
  { user, transaction }: PostLoginEvent
): Record<Slot['keep'], Record<string, unknown>> => ({
  profile: { ...(isPlainObject(user.app_metadata) && user.app_metadata), ...decision.appMetadata },
  login: { ...transaction?.metadata, ...decision.transactionMetadata }
})

/** All attributes and fields of a policy, with the words that fit all of them. */
const eachOf = (
  { slots, container }: SealPolicy,
  outcomeOf: (slot: string) => (name: string, isField: boolean) => Outcome & { kid?: string | undefined }
): Sealing[] =>
  Object.entries(slots).flatMap(([slot, { attributes, userMetadata, keep, mode, keys }]) => {
    const explain = outcomeOf(slot)
    const about = { slot, keep, mode, secret: keys, place: sealedKey(container, slot) }
    const entry = (name: string, isField: boolean): Sealing => {
      const { kid, ...outcome } = explain(name, isField)
      return { ...about, name, isField, ...outcome, ...(kid !== undefined && { kid }) }
    }
    return [
      ...attributes.map(({ name }) => entry(name, false)),
      ...userMetadata.map(({ name }) => entry(name, true))
    ]
  })

/** The words for a login in which `seal-attributes` did not run. */
export const withoutSealing = (policy: SealPolicy): Sealing[] =>
  eachOf(policy, () => () => notSealed('did not run'))

/**
 * What `decideSeal` decides of an event, attribute by attribute, and why. An answer about a decision, and none of its own: what
 * it reads of the event it reads by the functions that seal.
 *
 * @param options.now milliseconds since the epoch
 */
export const explainSealing = (
  policy: SealPolicy,
  event: PostLoginEvent,
  { now }: { now: number }
): { decision?: SealDecision; sealings: Sealing[] } => {
  let decision: SealDecision
  try {
    decision = decideSeal(policy, event, { now, steps: allSealSteps })
  } catch (error) {
    const failed = notSealed('failed', codeOf(error))
    return { sealings: eachOf(policy, () => () => failed) }
  }
  const after = placesAfter(decision, event)
  const sealings = eachOf(policy, name => {
    const slot = policy.slots[name] as Slot
    const place = sealedKey(policy.container, name)
    const kid = kidOf(after[slot.keep][place])
    const planned = kindOf(slot) === 'login' ? decision.transactionMetadata : decision.appMetadata
    const notes = decision.notes.filter(note => note.slot === name)
    const facts = { slot, event, now, notes, isWritten: planned[place] != null }
    return (attribute, isField) => {
      if (isDelegated(event)) return { ...notSealed('delegated', 'ERR_DELEGATED'), kid }
      const found = slot.attributes.find(({ name }) => !isField && name === attribute)
      return { ...(found ? outcomeOfAttribute(found, facts) : outcomeOfField(attribute, facts)), kid }
    }
  })
  return { decision, sealings }
}
