import type { Json, JsonObject } from '../auth0/json.js'
import type { PostLoginEvent } from '../auth0/post-login.js'
import { codeOf } from '../errors.js'
import type { Attribute } from '../policy/types.js'
import { canonicalJson } from '../seal/canonical.js'
import { isElsewhere } from './elsewhere.js'
import { metadataOf } from './run-facts.js'
import type { SlotRun } from './slot-run.js'

/** What the profile shows of a slot. */
export interface Brought {
  data: JsonObject
  /** Attributes that came as `null` where that means removal. */
  removed: string[]
  /** Who vouches for it, where that is not the identity provider. */
  src?: 'user'
}

/** Adds what JSON can say; the rest is noted, and stays where it is. */
const add = ({ data }: Brought, name: string, value: unknown, { note }: SlotRun): void => {
  try {
    canonicalJson({ [name]: value }) // as deep as it will be in the slot
    data[name] = value as Json
  } catch (error) {
    note({ code: codeOf(error), fields: [name], failed: true })
  }
}

/** What a profile may show an attribute under: Auth0 may show `:` for `.` in names. */
export const spellingsOf = ({ names }: Attribute): string[] =>
  names.flatMap(spelling => [spelling, spelling.replaceAll('.', ':')])

/** The attribute's own property on the profile, under any of its names. */
const spellingIn = (attribute: Attribute, event: PostLoginEvent): string | undefined =>
  isElsewhere(attribute, event)
    ? undefined
    : spellingsOf(attribute).find(spelling => Object.hasOwn(event.user, spelling))

/**
 * The attributes of the slot that the profile's root shows. One that `app_metadata` has too is left out: Auth0 merges
 * `app_metadata` over the root, so its value need not be the identity provider's.
 */
export const broughtAttributes = (run: SlotRun): Brought => {
  const { slot, event, appMetadata, note } = run
  const brought: Brought = { data: {}, removed: [] }
  for (const attribute of slot.attributes) {
    const { name } = attribute
    const spelling = spellingIn(attribute, event)
    const value = spelling && event.user[spelling]
    if (spelling && Object.hasOwn(appMetadata, spelling)) {
      note({ code: 'ERR_SHADOWED', fields: [name], failed: true })
    } else if (value === null) {
      if (slot.onNull === 'remove') brought.removed.push(name)
    } else if (value !== undefined) {
      add(brought, name, value, run)
    }
  }
  return brought
}

/** The fields of the slot that `user_metadata` holds. */
export const broughtFields = (run: SlotRun): Brought => {
  const userMetadata = metadataOf(run.event.user.user_metadata)
  const brought: Brought = { data: {}, removed: [], src: 'user' }
  for (const { name } of run.slot.userMetadata) {
    const value = Object.hasOwn(userMetadata, name) ? userMetadata[name] : undefined
    if (value !== undefined && value !== null) add(brought, name, value, run)
  }
  return brought
}
