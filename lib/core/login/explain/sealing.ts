import { isPlainObject } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'
import { codeOf, type ErrorCode } from '../../errors.js'
import { sealedKey } from '../../metadata/names.js'
import type { SealPolicy } from '../../policy/action-policy.js'
import type { Slot } from '../../policy/types.js'
import { allSealSteps } from '../all-steps.js'
import type { Note } from '../decision.js'
import { isDelegated, isInteractive } from '../run-facts.js'
import { spellingsOf } from '../seal/brought.js'
import { isElsewhere } from '../seal/elsewhere.js'
import { decideSeal } from '../seal/seal.js'
import type { SealDecision } from '../seal/slot-run.js'
import { sourceOf } from '../seal/source.js'
import { heldNames, kidOf } from './held.js'

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
  /** Whether the slot's value has it, once the run is over; absent where that cannot be told. */
  isHeld?: boolean
  /** It was sealed, and nothing of the run was stored. */
  isUndone?: true
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
type Place = { kid: string | undefined; isHeld: boolean | undefined; isUndone: boolean }

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
  const value = spelling && source[spelling]
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

type Places = Record<Slot['keep'], Record<string, unknown>>

const placesBefore = ({ user, transaction }: PostLoginEvent): Places => ({
  profile: { ...(isPlainObject(user.app_metadata) && user.app_metadata) },
  login: { ...transaction?.metadata }
})

const placesAfter = (decision: SealDecision, { profile, login }: Places): Places => ({
  profile: { ...profile, ...decision.appMetadata },
  login: { ...login, ...decision.transactionMetadata }
})

/** All attributes and fields of a policy, with the words that fit all of them. */
const eachOf = (
  { slots, container }: SealPolicy,
  outcomeOf: (slot: string) => (name: string) => Outcome & Partial<Place>
): Sealing[] =>
  Object.entries(slots).flatMap(([slot, { attributes, userMetadata, keep, mode, keys }]) => {
    const explain = outcomeOf(slot)
    const about = { slot, keep, mode, secret: keys, place: sealedKey(container, slot) }
    const entry = (name: string, isField: boolean): Sealing => {
      const { kid, isHeld, isUndone, ...outcome } = explain(name)
      return {
        ...about,
        name,
        isField,
        ...outcome,
        ...(kid !== undefined && { kid }),
        ...(isHeld !== undefined && { isHeld }),
        ...(isUndone && outcome.outcome === 'sealed' && { isUndone })
      }
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
 * @param options.isUndone nothing of the run was stored
 */
export const explainSealing = (
  policy: SealPolicy,
  event: PostLoginEvent,
  { now, isUndone = false }: { now: number; isUndone?: boolean }
): { decision?: SealDecision; sealings: Sealing[] } => {
  let decision: SealDecision
  try {
    decision = decideSeal(policy, event, { now, steps: allSealSteps })
  } catch (error) {
    const failed = notSealed('failed', codeOf(error))
    return { sealings: eachOf(policy, () => () => failed) }
  }
  const before = placesBefore(event)
  const after = placesAfter(decision, before)
  const kept = isUndone ? before : after
  const sealings = eachOf(policy, name => {
    const slot = policy.slots[name] as Slot
    const place = sealedKey(policy.container, name)
    const kid = kidOf(after[slot.keep][place])
    const held = heldNames(name, slot, kept[slot.keep][place], event)
    const planned = slot.keep === 'login' ? decision.transactionMetadata : decision.appMetadata
    const notes = decision.notes.filter(note => note.slot === name)
    const facts = { slot, event, now, notes, isWritten: planned[place] != null }
    return attribute => {
      const at: Place = { kid, isHeld: held?.includes(attribute), isUndone }
      if (isDelegated(event)) return { ...notSealed('delegated', 'ERR_DELEGATED'), ...at }
      const found = slot.attributes.find(({ name }) => name === attribute)
      return { ...(found ? outcomeOfAttribute(found, facts) : outcomeOfField(attribute, facts)), ...at }
    }
  })
  return { decision, sealings }
}
