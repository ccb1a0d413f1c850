import { denyListEntryMaxChars, denyListMaxEntries, transactionKeyMaxChars } from '../auth0/limits.js'
import { reservedAppMetadata } from '../auth0/reserved.js'
import { fail } from './shape.js'
import type { Policy, PolicyInput, Slot, SlotInput } from './types.js'

/** Root fields that are Auth0's own: denying or sealing one would break the profile. */
const auth0Field =
  /^(user_id|identities|app_metadata|user_metadata|created_at|updated_at|email_verified|last_.*|logins_count|multifactor|__proto__)$/

/** Denied, these are missing from tokens whatever an Action does. */
const limited = new Set(['email', 'name', 'nickname'])

const checkName = (path: string, name: string): void => {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,47}$/.test(name)) {
    fail(path, 'must start with a letter and have letters, digits, _ and - only, at most 48')
  }
}

const checkMode = (path: string, slot: Slot): void => {
  if (slot.mode === 'readable') {
    if (slot.fingerprint) fail(`${path}.fingerprint`, 'is for write-only slots')
    return
  }
  if (slot.attributes.length !== 1) fail(path, 'a write-only slot has exactly one attribute')
  if (slot.keep === 'login') fail(`${path}.keep`, 'a write-only slot is kept in the profile')
  if (slot.onNull === 'remove')
    fail(`${path}.onNull`, 'nothing can be removed from a slot that cannot be opened')
  if (slot.fingerprint && slot.attributes[0]?.entropy !== 'high') {
    fail(
      `${path}.fingerprint`,
      "needs entropy: 'high': whoever holds the fingerprint key can guess other values"
    )
  }
}

const checkSlot = (path: string, slot: Slot, input: SlotInput): void => {
  if (slot.attributes.length > 0 === slot.userMetadata.length > 0) {
    fail(path, 'needs either attributes or userMetadata, and not both')
  }
  if (slot.userMetadata.length > 0 && slot.keep === 'login') {
    fail(`${path}.keep`, 'a field moved out of user_metadata would be lost after the login')
  }
  if (slot.userMayChange && slot.userMetadata.length === 0)
    fail(`${path}.userMayChange`, 'is for userMetadata')
  checkMode(path, slot)
  slot.attributes.forEach(({ name, names }, index) => {
    const at = `${path}.attributes[${index}]`
    const entry = input.attributes?.[index]
    const accepted = input.acceptLimitations ?? (typeof entry === 'object' && entry.acceptLimitations)
    for (const spelling of names) {
      if (auth0Field.test(spelling)) fail(at, `"${spelling}" is a field of Auth0's own`)
      if (spelling.length > denyListEntryMaxChars)
        fail(at, `is longer than ${denyListEntryMaxChars} characters`)
      if (limited.has(spelling) && !accepted) {
        fail(
          at,
          `"${name}" on a deny list is missing from tokens; write acceptLimitations: true if that is meant`
        )
      }
    }
  })
  slot.userMetadata.forEach((field, index) => {
    if (/[.$]/.test(field) || field === '__proto__') {
      fail(`${path}.userMetadata[${index}]`, 'is no name user_metadata can have')
    }
  })
}

/** Fails where two slots claim one attribute, or one field. */
const checkOwners = (policy: Policy): void => {
  const owners = new Map<string, string>()
  let entries = 0
  for (const [name, { attributes, userMetadata }] of Object.entries(policy.slots)) {
    const claimed = [
      // The profile may show a dotted name with colons, so the two spellings are one attribute.
      ...attributes.flatMap(({ names }) =>
        names.map(spelling => `attribute ${spelling.replaceAll('.', ':')}`)
      ),
      ...userMetadata.map(field => `field ${field}`)
    ]
    for (const what of claimed) {
      if (owners.has(what)) fail(`slots.${name}`, `${what} is in the slot ${owners.get(what)} too`)
      owners.set(what, name)
    }
    entries += attributes.reduce((sum, { names }) => sum + names.length, 0)
  }
  if (entries > denyListMaxEntries)
    fail('slots', `a deny list holds at most ${denyListMaxEntries} attributes`)
}

/** Index names are keys in `app_metadata`, one attribute each, and only for values that cannot be guessed. */
const checkIndexes = ({ container, slots }: Policy): void => {
  const places = new Set<string>()
  for (const [slot, { attributes, keep }] of Object.entries(slots)) {
    for (const [position, { indexPlace, entropy }] of attributes.entries()) {
      if (!indexPlace) continue
      const path = `slots.${slot}.attributes[${position}].index`
      checkName(path, indexPlace.slice(`${container}_index_`.length))
      if (entropy !== 'high')
        fail(path, "needs entropy: 'high': an index of few values is as good as the value")
      if (keep === 'login') fail(path, 'is for slots kept in the profile')
      if (places.has(indexPlace)) fail(path, 'is the index of another attribute too')
      places.add(indexPlace)
    }
  }
}

/** One secret holds one kind of key: with two, somebody could make Auth0 seal to a key of their own kind. */
const checkSecrets = ({ slots }: Policy): void => {
  const modes = new Map<string, Slot['mode']>()
  for (const [name, { keys, mode }] of Object.entries(slots)) {
    if ((modes.get(keys) ?? mode) !== mode)
      fail(`slots.${name}.keys`, 'is the secret of a slot of the other mode too')
    if (keys === 'A0SEAL_MAC_KEY' || keys === 'A0SEAL_INDEX_KEYS')
      fail(`slots.${name}.keys`, 'is a secret for other keys')
    modes.set(keys, mode)
  }
}

const checkStorage = ({ container, slots }: Policy): void => {
  checkName('container', container)
  for (const [name, { keep, attributes }] of Object.entries(slots)) {
    const path = `slots.${name}`
    checkName(path, name)
    if (/^(lost|index)_/.test(name)) fail(path, 'names that start with lost_ or index_ are ours')
    const key = `${container}_${name}`
    if (reservedAppMetadata.has(key)) fail(path, `app_metadata.${key} is a name of Auth0's own`)
    if (keep === 'login' && key.length > transactionKeyMaxChars)
      fail(path, 'is too long for transaction metadata')
    for (const attribute of attributes.flatMap(({ names }) => names)) {
      if (attribute.startsWith(`${container}_`))
        fail(path, `"${attribute}" looks like a sealed value's own place`)
    }
  }
}

/** What may be a slot, and where its values, keys and indexes may stand. */
export const checkSlots = (policy: Policy, input: PolicyInput): void => {
  checkStorage(policy)
  for (const [name, slot] of Object.entries(policy.slots)) {
    checkSlot(`slots.${name}`, slot, input.slots?.[name] ?? {})
  }
  checkOwners(policy)
  checkSecrets(policy)
  checkIndexes(policy)
}
