import { isPlainObject } from '../../auth0/json.js'
import { type Faults, fault } from '../faults.js'
import { own } from '../own.js'
import { namesOf, type PlacedRule } from '../resolve.js'
import type { Policy, PolicyInput, ReleaseRule, Slot } from '../types.js'
import { checkClaim, checkUserMadeClaim } from './claims.js'

/** False where it stands nowhere: what is malformed is there, and has been reported. */
const isNamed = (record: unknown, name: string): boolean =>
  record !== undefined && (!isPlainObject(record) || Object.hasOwn(record, name))

function* checkForm({ path, rule, input }: PlacedRule, slot: Slot): Faults {
  if (slot.mode === 'write-only' && rule.form === 'clear')
    yield fault(`${path}.form`, 'a write-only slot cannot be opened here')
  if (rule.form === 'clear' && rule.to === 'id_token' && !input.storedInClear)
    yield fault(
      path,
      'Auth0 keeps ID-token claims to serve /userinfo; write storedInClear: true if that is meant'
    )
  if (rule.form === 'clear' && rule.to === 'access_token' && !input.readableByClient)
    yield fault(path, 'the client can read its access token; write readableByClient: true if that is meant')
  if (input.as && (rule.form === 'sealed' || rule.attributes.length !== 1))
    yield fault(`${path}.as`, 'names the claim of exactly one attribute released in clear')
}

/** More of them nobody reads, and each mistake would say them. */
const namesShown = 96

const known = (names: readonly string[]): string => {
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : ''
  return names.length > 0 ? `; known are ${names.slice(0, namesShown).join(', ')}${more}` : ''
}

/** What is looked up by a name stands in the policy: the mistake is a letter, mostly. */
const notAmong = (name: string, member: 'slots' | 'applications', record: object): string =>
  `"${name}" is not one of ${member}${known(Object.keys(record))}`

function* checkSlotName(path: string, slot: string, { policy, input }: Facts): Faults {
  if (!own(policy.slots, slot) && !isNamed(input.slots, slot))
    yield fault(`${path}.slot`, notAmong(slot, 'slots', policy.slots))
}

function* checkApplicationName(path: string, name: string, { policy, input }: Facts): Faults {
  if (!own(policy.applications, name) && !isNamed(input.applications, name))
    yield fault(`${path}.applications`, notAmong(name, 'applications', policy.applications))
}

function* checkAttributeNames(
  path: string,
  { slot: name, attributes }: Pick<ReleaseRule, 'slot' | 'attributes'>,
  { slots }: Policy
): Faults {
  const slot = own(slots, name)
  if (!slot) return
  const names = namesOf(slot)
  for (const attribute of attributes)
    if (!names.includes(attribute))
      yield fault(`${path}.attributes`, `"${attribute}" is not in the slot ${name}${known(names)}`)
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string' && item !== '') : []

/** Of a rule that has another mistake of form: the names in it that stand nowhere. */
function* checkNames(path: string, rule: unknown, facts: Facts): Faults {
  if (!isPlainObject(rule)) return
  for (const slot of textsOf([rule.slot])) {
    yield* checkSlotName(path, slot, facts)
    yield* checkAttributeNames(path, { slot, attributes: textsOf(rule.attributes) }, facts.policy)
  }
  for (const name of textsOf(rule.applications)) yield* checkApplicationName(path, name, facts)
}

/** The rules of copies, for what a user made and a rule hands out as it is. */
function* checkUserMade({ path, rule, input }: PlacedRule, slot: Slot, { namespace }: Policy): Faults {
  if (rule.form !== 'clear') return
  for (const [position, { name, type }] of slot.userMetadata.entries()) {
    if (!rule.attributes.includes(name)) continue
    if (!type)
      yield fault(
        `slots.${rule.slot}.userMetadata[${position}].type`,
        `is missing: ${path} releases what the user made in clear`
      )
    const { userControlled } = input
    yield* checkUserMadeClaim(path, own(rule.claims, name) ?? '', { namespace, userControlled })
  }
}

function* checkTarget({ path, rule }: PlacedRule, { mode }: Slot): Faults {
  if (rule.to === 'id_token') {
    if (rule.audience) yield fault(`${path}.audience`, 'is for access tokens')
    if (rule.key)
      yield fault(`${path}.key`, 'is for access tokens; an application has its key in applications')
    return
  }
  if (!rule.audience) yield fault(`${path}.audience`, 'is missing: an access token is for one API')
  else if (/\/(api\/v2|userinfo|mfa|me)\/?$/.test(rule.audience))
    yield fault(`${path}.audience`, "is an API of Auth0's own")
  if (rule.form === 'sealed' && mode === 'readable' && !rule.key)
    yield fault(`${path}.key`, "is missing: the API's public key")
  if (rule.form === 'clear' && rule.key) yield fault(`${path}.key`, 'is for sealed values')
}

function* checkRecipients({ path, rule, input }: PlacedRule, slot: Slot | undefined, facts: Facts): Faults {
  if (rule.applications === 'any' && !input.acceptThirdParty)
    yield fault(
      `${path}.acceptThirdParty`,
      'is missing: any includes third-party and dynamically registered clients, whose ids look like any other; ' +
        'name applications, or write acceptThirdParty: true'
    )
  if (!Array.isArray(rule.applications)) return
  for (const name of rule.applications) {
    yield* checkApplicationName(path, name, facts)
    const application = own(facts.policy.applications, name)
    const needsKey = rule.to === 'id_token' && rule.form === 'sealed' && slot?.mode === 'readable'
    if (needsKey && application && !application.key)
      yield fault(`applications.${name}.key`, 'is missing: a sealed release goes to it')
  }
}

interface Facts {
  policy: Policy
  input: PolicyInput
}

function* checkContent(placed: PlacedRule, slot: Slot, policy: Policy): Faults {
  const { path, rule } = placed
  yield* checkAttributeNames(path, rule, policy)
  yield* checkForm(placed, slot)
  for (const claim of new Set(Object.values(rule.claims))) yield* checkClaim(path, claim)
  yield* checkUserMade(placed, slot, policy)
  yield* checkTarget(placed, slot)
}

/** What each rule may set, for whom, and in which token. `input` is the policy as it was written. */
export function* checkRelease(rules: readonly PlacedRule[], facts: Facts): Faults {
  for (const placed of rules) {
    const { path, rule } = placed
    const slot = own(facts.policy.slots, rule.slot)
    yield* checkSlotName(path, rule.slot, facts)
    if (slot) yield* checkContent(placed, slot, facts.policy)
    yield* checkRecipients(placed, slot, facts)
  }
  const sound = new Set(rules.map(({ path }) => path))
  const written: unknown = isPlainObject(facts.input) ? facts.input.release : undefined
  for (const [index, rule] of Array.isArray(written) ? written.entries() : []) {
    const path = `release[${index}]`
    if (!sound.has(path)) yield* checkNames(path, rule, facts)
  }
}
