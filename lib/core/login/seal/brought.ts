import type { Json, JsonObject } from '../../auth0/json.js'
import { codeOf, fail } from '../../errors.js'
import type { Attribute, UserField } from '../../policy/types.js'
import { canonicalJson } from '../../seal/canonical.js'
import { metadataOf } from '../run-facts.js'
import { isElsewhere } from './elsewhere.js'
import type { SlotRun } from './slot-run.js'
import { sourceOf } from './source.js'
import { wrongField } from './user-fields.js'

/** What the profile shows of a slot. */
export interface Brought {
  data: JsonObject
  /** Attributes that came as `null` where that means removal. */
  removed: string[]
  /** Who vouches for it, where that is not the identity provider. */
  src?: 'user'
}

/** Adds what JSON can say, and what its user may say; the rest is noted, and stays where it is. */
const add = (
  { data }: Brought,
  name: string,
  { value, field, note }: { value: unknown; field?: UserField } & Pick<SlotRun, 'note'>
): void => {
  try {
    canonicalJson({ [name]: value }) // as deep as it will be in the slot
    const code = field && wrongField(value, field)
    if (code) fail(code)
    data[name] = value as Json
  } catch (error) {
    note({ code: codeOf(error), fields: [name], failed: true })
  }
}

/** What a profile may show an attribute under: Auth0 may show `:` for `.` in names. */
export const spellingsOf = ({ names }: Attribute): string[] =>
  names.flatMap(spelling => [spelling, spelling.replaceAll('.', ':')])

/**
 * The attributes of the slot that the connection of this login says of the user. One that `app_metadata` has too is left out:
 * Auth0 merges `app_metadata` over the root, so its value need not be the identity provider's.
 */
export const broughtAttributes = (run: SlotRun): Brought => {
  const { slot, event, appMetadata, note } = run
  const brought: Brought = { data: {}, removed: [] }
  const here = slot.attributes.filter(attribute => !isElsewhere(attribute, event))
  const source = sourceOf(event)
  if (!source) {
    if (here.length > 0) note({ code: 'ERR_LINKED', fields: here.map(({ name }) => name) })
    return brought
  }
  for (const attribute of here) {
    const { name } = attribute
    const spelling = spellingsOf(attribute).find(spelling => Object.hasOwn(source, spelling))
    const value = spelling && source[spelling]
    if (spelling && Object.hasOwn(appMetadata, spelling)) {
      note({ code: 'ERR_SHADOWED', fields: [name], failed: true })
    } else if (value === null) {
      if (slot.onNull === 'remove') brought.removed.push(name)
    } else if (value !== undefined) {
      add(brought, name, { value, note })
    }
  }
  return brought
}

/** What `user_metadata` holds of the slot, each with its field: `null` is as good as nothing. */
export const typedFields = ({ slot, event }: SlotRun): [UserField, unknown][] => {
  const userMetadata = metadataOf(event.user.user_metadata)
  const own = (name: string) => (Object.hasOwn(userMetadata, name) ? userMetadata[name] : undefined)
  const fields = slot.userMetadata.map((field): [UserField, unknown] => [field, own(field.name)])
  return fields.filter(([, value]) => value !== undefined && value !== null)
}

/** Those of the fields that are what the policy says of them. */
export const broughtFields = (
  fields: Iterable<[UserField, unknown]>,
  { note }: Pick<SlotRun, 'note'>
): Brought => {
  const brought: Brought = { data: {}, removed: [], src: 'user' }
  for (const [field, value] of fields) add(brought, field.name, { value, field, note })
  return brought
}
