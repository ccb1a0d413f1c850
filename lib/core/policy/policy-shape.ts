import { isPlainObject } from '../auth0/json.js'
import { isAuth0Namespace } from '../auth0/reserved.js'
import { type Fault, fault } from './faults.js'
import { findingIds } from './finding-ids.js'
import { own } from './own.js'
import {
  anyListOf,
  type Check,
  count,
  flag,
  listOf,
  matching,
  name,
  object,
  oneOf,
  onlyTrue,
  recordOf,
  text,
  textOr
} from './shape.js'
import { secretName, triggerList, triggerLists } from './triggers/shape.js'
import type { PolicyInput } from './types.js'

const namespace: Check = (path, value) => {
  if (name(path, value).length > 0) return name(path, value)
  const text = value as string
  if (!/^https?:\/\/[^/]+\/(.*\/)?$/.test(text) || !URL.canParse(text))
    return [fault(path, 'must be an http(s) URL that ends in /')]
  return isAuth0Namespace(text) ? [fault(path, 'is a domain of Auth0, which drops such claims')] : []
}

const keySource: Check = (path, value) => {
  if (!isPlainObject(value)) return [fault(path, 'must be { secret } or a public JWK')]
  const isJWK = Object.hasOwn(value, 'kty') || Object.hasOwn(value, 'keys')
  return isJWK && !Object.hasOwn(value, 'secret')
    ? []
    : object({ secret: secretName }, ['secret'])(path, value)
}

const attribute = textOr(
  name,
  object(
    {
      name,
      from: listOf(name),
      connections: listOf(name),
      entropy: oneOf('high'),
      index: text,
      acceptLimitations: onlyTrue
    },
    ['name']
  )
)

const fieldType = oneOf('string', 'number', 'boolean', 'string[]')

const slot = object({
  attributes: listOf(attribute),
  userMetadata: listOf(textOr(name, object({ name, type: fieldType, max: count }, ['name']))),
  userMayChange: flag,
  keep: oneOf('profile', 'login'),
  mode: oneOf('readable', 'write-only'),
  keys: secretName,
  onNull: oneOf('keep', 'remove'),
  fingerprint: flag,
  acceptLimitations: onlyTrue
})

const application = object({ client_id: name, key: keySource }, ['client_id'])

const optIn = object({ optIn: name, trustAppAdmins: onlyTrue }, ['optIn', 'trustAppAdmins'])

const recipients: Check = (path, value) => {
  if (value === 'any') return []
  return Array.isArray(value) ? listOf(text)(path, value) : optIn(path, value)
}

const releaseRule = object(
  {
    slot: text,
    attributes: listOf(text),
    to: oneOf('id_token', 'access_token'),
    applications: recipients,
    acceptThirdParty: onlyTrue,
    form: oneOf('sealed', 'clear'),
    as: name,
    audience: name,
    key: keySource,
    scope: matching(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'must be one scope'),
    organizations: listOf(name),
    storedInClear: onlyTrue,
    readableByClient: onlyTrue,
    userControlled: flag,
    delegated: flag
  },
  ['slot', 'to', 'applications']
)

const copyField = textOr(
  fieldType,
  object({ type: fieldType, max: count, as: text, userControlled: flag }, ['type'])
)

const onError = oneOf('continue', 'deny')

const isDay = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) && new Date(value).toJSON()?.startsWith(value) === true

const ignored = object(
  {
    id: oneOf(...findingIds),
    subject: name,
    reason: text,
    until: (path, value) =>
      typeof value === 'string' && isDay(value) ? [] : [fault(path, 'must be a day: YYYY-MM-DD')]
  },
  ['id', 'subject', 'reason', 'until']
)

/** What stands in records and lists, by the member: one that is malformed leaves the others to be checked. */
const entries: Readonly<Record<string, Check>> = {
  slots: slot,
  applications: application,
  copy: copyField,
  triggers: triggerList
}

const members: Readonly<Record<keyof PolicyInput, Check>> = {
  namespace,
  tenant: matching(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    "must be the tenant's id as events have it in tenant.id: no domain"
  ),
  container: text,
  slots: recordOf(slot),
  applications: recordOf(application),
  release: anyListOf(releaseRule),
  copy: recordOf(copyField),
  userMetadataClaim: flag,
  onError: object({ seal: onError, copy: onError, release: onError }),
  limits: object({ valueWarnChars: count, profileMaxChars: count }),
  triggers: triggerLists,
  doctor: object({ ignore: anyListOf(ignored) })
}

/** Every member a policy can have. */
export const memberNames = Object.keys(members) as (keyof PolicyInput)[]

/** The form of a policy: names and types of its members. What they mean together is checked elsewhere. */
export const policyShape = object(members, ['namespace'])

const isSound = (check: Check | undefined, value: unknown): boolean =>
  check?.('', value).every(({ isUnknown }: Fault) => isUnknown) === true

/** What has the right form of an input that as a whole may not have it. Malformed release rules leave a gap. */
export type SoundInput = Omit<PolicyInput, 'release'> & {
  release?: readonly (NonNullable<PolicyInput['release']>[number] | undefined)[]
}

const soundPartOf = (member: string, value: unknown): unknown => {
  if (isSound(own(members, member), value)) return value
  if (member === 'release' && Array.isArray(value))
    return value.map(rule => (isSound(releaseRule, rule) ? rule : undefined))
  if (own(entries, member) && isPlainObject(value))
    return Object.fromEntries(
      Object.entries(value).filter(([, entry]) => isSound(own(entries, member), entry))
    )
  return undefined
}

/** The members of a policy that can be checked further, although others are malformed. */
export const soundInputOf = (input: unknown): SoundInput => {
  const given = isPlainObject(input) ? Object.entries(input) : []
  const sound = given.map(([member, value]) => [member, soundPartOf(member, value)] as const)
  return {
    // Every name starts with it, so that no name is refused for a namespace that is not known.
    namespace: '',
    ...Object.fromEntries(sound.filter(([, value]) => value !== undefined))
  }
}
