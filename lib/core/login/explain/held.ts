import { isPlainObject } from '../../auth0/json.js'
import type { PostLoginEvent } from '../../auth0/post-login.js'
import { typAtRest } from '../../format/header.js'
import { pointOf } from '../../format/point.js'
import { decodeHeader } from '../../jwe/header.js'
import type { Slot } from '../../policy/types.js'
import { open, parseSecretKeys } from '../../seal/sealed-value.js'
import { subjectOf } from '../run-facts.js'
import { jweHeader } from './jwe-header.js'

/** The `kid` of a value of ours, as its header says. What only begins like one is none. */
export const kidOf = (value: unknown, typ: string = typAtRest): string | undefined => {
  const jwe = isPlainObject(value) ? value.v : value
  return typeof jwe === 'string' && jweHeader(jwe)
    ? decodeHeader(jwe.split('.', 1).join(), typ, pointOf)?.kid
    : undefined
}

/** Which attributes or fields a slot's value has; undefined where that cannot be told. */
export const heldNames = (
  name: string,
  slot: Slot,
  value: unknown,
  event: PostLoginEvent
): string[] | undefined => {
  if (value === undefined || value === null) return []
  // Auth0 cannot open it, and it is of the slot's one attribute.
  if (slot.mode === 'write-only') return slot.attributes.map(({ name }) => name)
  try {
    const binding = { ...subjectOf(event), aud: name }
    return Object.keys(open(value, binding, parseSecretKeys(event.secrets[slot.keys])).data)
  } catch {
    return undefined // why it does not open is what the notes of the decision say
  }
}
