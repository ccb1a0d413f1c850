import { denyListEntryMaxChars, denyListMaxEntries, transactionKeyMaxChars } from '../auth0/limits.js'
import { isAuth0Namespace, reservedAppMetadata, restrictedClaims } from '../auth0/reserved.js'
import { codeOf } from '../errors.js'
import { parseRecipientKeys } from '../seal/released.js'
import { fail } from './shape.js'
import type { KeySource, Policy, PolicyInput, ReleaseInput, ReleaseRule, Slot, SlotInput } from './types.js'

/** Root fields that are Auth0's own: denying or sealing one would break the profile. */
const auth0Field =
  /^(user_id|identities|app_metadata|user_metadata|created_at|updated_at|email_verified|last_.*|logins_count|multifactor|__proto__)$/

/** Denied, these are missing from tokens whatever an Action does. */
const limited = new Set(['email', 'name', 'nickname'])

/** Claims by which applications decide what somebody may do: the user must not be able to write them. */
const authorizing =
  /^(roles?|groups?|permissions?|scopes?|admin|org|tenant|plan|entitlements?|acr|amr|email|.*_verified)$/i

const checkNamespace = (namespace: string): void => {
  if (!/^https?:\/\/[^/]+\/(.*\/)?$/.test(namespace) || !URL.canParse(namespace)) {
    fail('namespace', 'must be an http(s) URL that ends in /')
  }
  if (isAuth0Namespace(namespace)) fail('namespace', 'is a domain of Auth0, which drops such claims')
}

const checkClaim = (path: string, claim: string): void => {
  if (claim === '__proto__') fail(path, 'is no name of a claim')
  if (restrictedClaims.has(claim)) fail(path, `the claim "${claim}" is restricted by Auth0`)
  if (isAuth0Namespace(claim)) fail(path, 'is a name of Auth0, which drops such claims')
}

const checkKey = (path: string, key: KeySource | undefined): void => {
  if (!key || 'secret' in key) return
  try {
    parseRecipientKeys(JSON.stringify(key))
  } catch (error) {
    fail(path, `is not a public key of one recipient (${codeOf(error)})`)
  }
}

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

const checkForm = (path: string, rule: ReleaseRule, input: ReleaseInput): void => {
  if (rule.form === 'clear' && rule.to === 'id_token' && !input.storedInClear) {
    fail(path, 'Auth0 keeps ID-token claims to serve /userinfo; write storedInClear: true if that is meant')
  }
  if (rule.form === 'clear' && rule.to === 'access_token' && !input.readableByClient) {
    fail(path, 'the client can read its access token; write readableByClient: true if that is meant')
  }
  if (input.as && (rule.form === 'sealed' || rule.attributes.length !== 1)) {
    fail(`${path}.as`, 'names the claim of exactly one attribute released in clear')
  }
  for (const claim of Object.values(rule.claims)) checkClaim(path, claim)
}

const checkTarget = (path: string, rule: ReleaseRule, { mode }: Slot): void => {
  if (rule.to === 'id_token') {
    if (rule.audience) fail(`${path}.audience`, 'is for access tokens')
    if (rule.key) fail(`${path}.key`, 'is for access tokens; an application has its key in applications')
    return
  }
  if (!rule.audience) fail(`${path}.audience`, 'is missing: an access token is for one API')
  if (/\/(api\/v2|userinfo|mfa|me)\/?$/.test(rule.audience))
    fail(`${path}.audience`, "is an API of Auth0's own")
  if (rule.form === 'sealed' && mode === 'readable' && !rule.key)
    fail(`${path}.key`, "is missing: the API's public key")
  if (rule.form === 'clear' && rule.key) fail(`${path}.key`, 'is for sealed values')
}

const checkRelease = (path: string, rule: ReleaseRule, input: ReleaseInput, policy: Policy): void => {
  const slot = Object.hasOwn(policy.slots, rule.slot) ? policy.slots[rule.slot] : undefined
  if (!slot) fail(`${path}.slot`, 'is not one of slots')
  const fields = [...slot.attributes.map(({ name }) => name), ...slot.userMetadata]
  for (const name of rule.attributes) {
    if (!fields.includes(name)) fail(`${path}.attributes`, `"${name}" is not in the slot ${rule.slot}`)
  }
  if (slot.mode === 'write-only' && rule.form === 'clear')
    fail(`${path}.form`, 'a write-only slot cannot be opened here')
  checkForm(path, rule, input)
  checkTarget(path, rule, slot)
  checkKey(`${path}.key`, rule.key)
  if (!Array.isArray(rule.applications)) return
  for (const name of rule.applications) {
    const application = Object.hasOwn(policy.applications, name) ? policy.applications[name] : undefined
    if (!application) fail(`${path}.applications`, `"${name}" is not one of applications`)
    const needsKey = rule.to === 'id_token' && rule.form === 'sealed' && slot.mode === 'readable'
    if (needsKey && !application.key)
      fail(`applications.${name}.key`, 'is missing: a sealed release goes to it')
  }
}

/** Fails where two writers could set one claim of one token of one application. */
const checkCollisions = (policy: Policy): void => {
  const writers: { path: string; token: string; claim: string; applications: ReleaseRule['applications'] }[] =
    []
  const add = (writer: (typeof writers)[number]): void => {
    for (const other of writers) {
      const { applications } = other
      const overlap =
        !Array.isArray(applications) ||
        !Array.isArray(writer.applications) ||
        writer.applications.some(name => applications.includes(name))
      if (overlap && other.token === writer.token && other.claim === writer.claim) {
        fail(writer.path, `sets the same claim of the same token as ${other.path}`)
      }
    }
    writers.push(writer)
  }
  for (const [field, { claim }] of Object.entries(policy.copy)) {
    add({ path: `copy.${field}`, token: 'id_token', claim, applications: 'any' })
  }
  if (policy.userMetadataClaim) {
    add({ path: 'userMetadataClaim', token: 'id_token', claim: 'user_metadata', applications: 'any' })
  }
  policy.release.forEach(({ to, audience, claims, applications }, index) => {
    const token = audience ? `${to} ${audience}` : to
    for (const claim of new Set(Object.values(claims)))
      add({ path: `release[${index}]`, token, claim, applications })
  })
}

const checkCopy = (policy: Policy, input: PolicyInput): void => {
  const sealed = new Set(Object.values(policy.slots).flatMap(({ userMetadata }) => userMetadata))
  for (const [field, { claim }] of Object.entries(policy.copy)) {
    const path = `copy.${field}`
    const entry = input.copy?.[field]
    if (field === '__proto__' || /[.$]/.test(field)) fail(path, 'is no name user_metadata can have')
    if (sealed.has(field)) fail(path, 'is sealed by a slot: it would be copied in clear')
    checkClaim(path, claim)
    if (typeof entry === 'object' && entry.userControlled) continue
    if (!claim.startsWith(policy.namespace))
      fail(path, 'is outside the namespace; write userControlled: true')
    const segment = claim.split(/[/:#]/).at(-1) ?? ''
    if (authorizing.test(segment)) {
      fail(
        path,
        `the user controls this value, and "${segment}" reads like a right; write userControlled: true`
      )
    }
  }
}

const checkApplications = ({ applications }: Policy): void => {
  const names = new Map<string, string>()
  for (const [name, { client_id, key }] of Object.entries(applications)) {
    const other = names.get(client_id)
    if (other) fail(`applications.${name}.client_id`, `is that of ${other} too`)
    names.set(client_id, name)
    checkKey(`applications.${name}.key`, key)
  }
}

/** Fails with ERR_POLICY, naming the path, where the policy would be unsafe or could not work on Auth0. */
export const checkPolicy = (policy: Policy, input: PolicyInput): void => {
  checkNamespace(policy.namespace)
  checkStorage(policy)
  for (const [name, slot] of Object.entries(policy.slots))
    checkSlot(`slots.${name}`, slot, input.slots?.[name] ?? {})
  checkOwners(policy)
  checkSecrets(policy)
  checkIndexes(policy)
  checkApplications(policy)
  policy.release.forEach((rule, index) => {
    const entry = input.release?.[index]
    if (entry) checkRelease(`release[${index}]`, rule, entry, policy)
  })
  checkCopy(policy, input)
  checkCollisions(policy)
}
