import { indexKey } from '../metadata/names.js'
import { own } from './own.js'
import type { SoundInput } from './policy-shape.js'
import { triggerLists } from './triggers/input.js'
import type {
  Attribute,
  AttributeOptions,
  CopyField,
  CopyInput,
  FieldOptions,
  Policy,
  ReleaseInput,
  ReleaseRule,
  Slot,
  SlotInput,
  UserField
} from './types.js'

/** A release rule with where it stands in the policy, and as its author wrote it. */
export interface PlacedRule {
  path: string
  rule: ReleaseRule
  input: ReleaseInput
}

const attribute = (entry: string | AttributeOptions, container: string): Attribute => {
  const { name, from = [], connections, entropy, index } = typeof entry === 'string' ? { name: entry } : entry
  return {
    name,
    names: [name, ...from],
    ...(connections && { connections: [...connections] }),
    ...(entropy && { entropy }),
    ...(index && { indexPlace: indexKey(container, index) })
  }
}

const userField = (entry: string | FieldOptions): UserField => {
  const { name, type, max = 500 } = typeof entry === 'string' ? { name: entry } : entry
  return { name, ...(type && { type }), max }
}

const slot = (input: SlotInput, container: string): Slot => ({
  attributes: (input.attributes ?? []).map(entry => attribute(entry, container)),
  userMetadata: (input.userMetadata ?? []).map(userField),
  ...(input.userMayChange && { userMayChange: true }),
  keep: input.keep ?? 'profile',
  mode: input.mode ?? 'readable',
  keys: input.keys ?? 'A0SEAL_KEYS',
  onNull: input.onNull ?? 'keep',
  ...(input.fingerprint && { fingerprint: true })
})

/** The names under which a slot's content has its attributes, or its fields. */
export const namesOf = ({ attributes, userMetadata }: Slot): string[] =>
  [...attributes, ...userMetadata].map(({ name }) => name)

const releaseRule = (input: ReleaseInput, namespace: string, slots: Record<string, Slot>): ReleaseRule => {
  const { slot, to, applications, audience, key, scope, organizations } = input
  const from = own(slots, slot)
  const attributes = [...(input.attributes ?? (from ? namesOf(from) : []))]
  const form = input.form ?? 'sealed'
  const claims =
    form === 'sealed'
      ? { [slot]: namespace + slot }
      : Object.fromEntries(attributes.map(name => [name, input.as ?? namespace + name]))
  return {
    slot,
    attributes,
    to,
    applications:
      typeof applications === 'object' && !('optIn' in applications) ? [...applications] : applications,
    form,
    claims,
    ...(audience && { audience }),
    ...(key && { key }),
    ...(scope && { scope }),
    ...(organizations && { organizations: [...organizations] }),
    ...(input.delegated && { delegated: true })
  }
}

const copyField = (field: string, input: CopyInput, namespace: string): CopyField => {
  const { type, max, as } = typeof input === 'string' ? { type: input, max: undefined, as: undefined } : input
  return { type, max: max ?? (type === 'string[]' ? 20 : 256), claim: as ?? namespace + field }
}

const mapValues = <V, R>(
  record: Readonly<Record<string, V>> = {},
  map: (value: V, name: string) => R
): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]))

/** The policy with its defaults filled in, and its release rules with where they stand. */
export const resolvePolicy = (input: SoundInput): { policy: Policy; rules: PlacedRule[] } => {
  const { namespace, tenant, container = 'sealed', triggers, doctor } = input
  const slots = mapValues(input.slots, entry => slot(entry, container))
  const rules = (input.release ?? []).flatMap((rule, index) =>
    rule ? [{ path: `release[${index}]`, rule: releaseRule(rule, namespace, slots), input: rule }] : []
  )
  const policy: Policy = {
    namespace,
    ...(tenant && { tenant }),
    container,
    slots,
    applications: mapValues(input.applications, application => ({ ...application })),
    release: rules.map(({ rule }) => rule),
    copy: mapValues(input.copy, (field, name) => copyField(name, field, namespace)),
    ...(input.userMetadataClaim && { userMetadataClaim: true }),
    onError: { seal: 'continue', copy: 'continue', release: 'continue', ...input.onError },
    limits: { valueWarnChars: 2000, profileMaxChars: 4000, ...input.limits },
    ...(triggers && { triggers: triggerLists(triggers) }),
    ...(doctor && { doctor: { ignore: (doctor.ignore ?? []).map(finding => ({ ...finding })) } })
  }
  return { policy, rules }
}
