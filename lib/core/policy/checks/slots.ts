import { denyListEntryMaxChars, denyListMaxEntries, transactionKeyMaxChars } from '../../auth0/limits.js'
import { reservedAppMetadata, rootFields } from '../../auth0/reserved.js'
import { type Faults, fault } from '../faults.js'
import { own } from '../own.js'
import type { Attribute, Policy, Slot, SlotInput } from '../types.js'

/** Denied, these are missing from tokens whatever an Action does. */
const limited = new Set(['email', 'name', 'nickname'])

export function* checkName(path: string, name: string): Faults {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,47}$/.test(name))
    yield fault(path, 'must start with a letter and have letters, digits, _ and - only, at most 48')
}

/** Finds a name that no member of `user_metadata` can have. */
export function* checkField(path: string, name: string): Faults {
  if (/[.$]/.test(name) || name === '' || name === '__proto__')
    yield fault(path, 'is no name user_metadata can have')
}

function* checkMode(path: string, slot: Slot): Faults {
  if (slot.mode === 'readable') {
    if (slot.fingerprint) yield fault(`${path}.fingerprint`, 'is for write-only slots')
    return
  }
  if (slot.attributes.length !== 1) yield fault(path, 'a write-only slot has exactly one attribute')
  if (slot.keep === 'login') yield fault(`${path}.keep`, 'a write-only slot is kept in the profile')
  if (slot.onNull === 'remove')
    yield fault(`${path}.onNull`, 'nothing can be removed from a slot that cannot be opened')
  if (slot.fingerprint && slot.attributes[0]?.entropy !== 'high')
    yield fault(
      `${path}.fingerprint`,
      "needs entropy: 'high': whoever holds the fingerprint key can guess other values"
    )
}

function* checkAttribute(path: string, { name, names }: Attribute, isAccepted: boolean): Faults {
  for (const spelling of names) {
    if (rootFields.has(spelling) || spelling.startsWith('last_'))
      yield fault(path, `"${spelling}" is a field of Auth0's own`)
    if (spelling.length > denyListEntryMaxChars)
      yield fault(path, `is longer than ${denyListEntryMaxChars} characters`)
    if (limited.has(spelling) && !isAccepted)
      yield fault(
        path,
        `"${name}" on a deny list is missing from tokens; write acceptLimitations: true if that is meant`
      )
  }
}

function* checkSlot(path: string, slot: Slot, input: SlotInput): Faults {
  if (slot.attributes.length > 0 && slot.userMetadata.length > 0)
    yield fault(
      path,
      'has attributes and userMetadata: the provider vouches for one, the user for the other; make it two slots'
    )
  if (slot.attributes.length === 0 && slot.userMetadata.length === 0)
    yield fault(path, 'needs attributes, or userMetadata')
  if (slot.userMetadata.length > 0 && slot.keep === 'login')
    yield fault(`${path}.keep`, 'a field moved out of user_metadata would be lost after the login')
  if (slot.userMayChange && slot.userMetadata.length === 0)
    yield fault(`${path}.userMayChange`, 'is for userMetadata')
  yield* checkMode(path, slot)
  for (const [index, attribute] of slot.attributes.entries()) {
    const entry = input.attributes?.[index]
    const isAccepted = input.acceptLimitations ?? (typeof entry === 'object' && entry.acceptLimitations)
    yield* checkAttribute(`${path}.attributes[${index}]`, attribute, isAccepted === true)
  }
  for (const [index, { name }] of slot.userMetadata.entries())
    yield* checkField(`${path}.userMetadata[${index}]`, name)
}

/** Finds where two slots claim one attribute, or one field. */
function* checkOwners({ slots }: Policy): Faults {
  const owners = new Map<string, string>()
  let entries = 0
  for (const [name, { attributes, userMetadata }] of Object.entries(slots)) {
    const claimed = [
      // The profile may show a dotted name with colons, so the two spellings are one attribute.
      ...attributes.flatMap(({ names }) =>
        names.map(spelling => `attribute ${spelling.replaceAll('.', ':')}`)
      ),
      ...userMetadata.map(field => `field ${field.name}`)
    ]
    for (const what of claimed) {
      if (owners.has(what)) yield fault(`slots.${name}`, `${what} is in the slot ${owners.get(what)} too`)
      owners.set(what, name)
    }
    entries += attributes.reduce((sum, { names }) => sum + names.length, 0)
  }
  if (entries > denyListMaxEntries)
    yield fault('slots', `a deny list holds at most ${denyListMaxEntries} attributes`)
}

function* checkStorage({ container, slots }: Policy): Faults {
  yield* checkName('container', container)
  for (const [name, { keep, attributes }] of Object.entries(slots)) {
    const path = `slots.${name}`
    yield* checkName(path, name)
    if (/^(lost|index)_/.test(name)) yield fault(path, 'names that start with lost_ or index_ are ours')
    const key = `${container}_${name}`
    if (reservedAppMetadata.has(key)) yield fault(path, `app_metadata.${key} is a name of Auth0's own`)
    if (keep === 'login' && key.length > transactionKeyMaxChars)
      yield fault(path, 'is too long for transaction metadata')
    for (const attribute of attributes.flatMap(({ names }) => names)) {
      if (attribute.startsWith(`${container}_`))
        yield fault(path, `"${attribute}" looks like a sealed value's own place`)
    }
  }
}

/** What may be a slot, and where its values may stand. */
export function* checkSlots(policy: Policy, inputs: Readonly<Record<string, SlotInput>> = {}): Faults {
  yield* checkStorage(policy)
  for (const [name, slot] of Object.entries(policy.slots))
    yield* checkSlot(`slots.${name}`, slot, own(inputs, name) ?? {})
  yield* checkOwners(policy)
}
