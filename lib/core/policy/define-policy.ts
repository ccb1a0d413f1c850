import { indexKey } from '../metadata/names.js'
import { checkPolicy } from './check.js'
import { policyShape } from './shape.js'
import type {
  Attribute,
  AttributeOptions,
  CopyField,
  CopyInput,
  Policy,
  PolicyInput,
  ReleaseInput,
  ReleaseRule,
  Slot,
  SlotInput
} from './types.js'

/** The environment a policy is made for where nobody says another. */
export const defaultEnvironment = 'dev'

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

const slot = (input: SlotInput, container: string): Slot => ({
  attributes: (input.attributes ?? []).map(entry => attribute(entry, container)),
  userMetadata: [...(input.userMetadata ?? [])],
  ...(input.userMayChange && { userMayChange: true }),
  keep: input.keep ?? 'profile',
  mode: input.mode ?? 'readable',
  keys: input.keys ?? 'A0SEAL_KEYS',
  onNull: input.onNull ?? 'keep',
  ...(input.fingerprint && { fingerprint: true })
})

const fieldsOf = ({ attributes, userMetadata }: Slot): string[] => [
  ...attributes.map(({ name }) => name),
  ...userMetadata
]

const releaseRule = (input: ReleaseInput, namespace: string, slots: Record<string, Slot>): ReleaseRule => {
  const { slot, to, applications, audience, key, scope, organizations } = input
  const from = Object.hasOwn(slots, slot) ? slots[slot] : undefined
  const attributes = [...(input.attributes ?? (from ? fieldsOf(from) : []))]
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
      typeof applications === 'object' && 'length' in applications ? [...applications] : applications,
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

const resolve = <P extends PolicyInput>(input: P): Policy<P> => {
  policyShape('', input)
  const { namespace, container = 'sealed' } = input
  const slots = mapValues(input.slots, entry => slot(entry, container))
  const policy: Policy<P> = {
    namespace,
    container,
    slots,
    applications: mapValues(input.applications, application => ({ ...application })),
    release: (input.release ?? []).map(rule => releaseRule(rule, namespace, slots)),
    copy: mapValues(input.copy, (field, name) => copyField(name, field, namespace)),
    ...(input.userMetadataClaim && { userMetadataClaim: true }),
    onError: { seal: 'continue', copy: 'continue', release: 'continue', ...input.onError },
    limits: { valueWarnChars: 2000, profileMaxChars: 4000, ...input.limits }
  }
  checkPolicy(policy, input)
  return policy
}

/**
 * A checked policy: the single source of truth for sealing, release, copies and the deny list.
 *
 * @param input the policy, or a function of `{ env }` where tenants differ; `env` is `dev` unless `--env` says another
 * @returns plain JSON with all defaults, and `forEnvironment` (not enumerable) to make it for another environment
 * @throws ERR_POLICY naming the path, such as `slots.payroll.attributes[0]`
 */
export const definePolicy = <const P extends PolicyInput>(
  input: P | ((context: { env: string }) => P)
): Policy<P> & { forEnvironment(env: string): Policy<P> } => {
  const forEnvironment = (env: string): Policy<P> =>
    resolve(typeof input === 'function' ? input({ env }) : input)
  const policy = forEnvironment(defaultEnvironment)
  return Object.defineProperty(policy, 'forEnvironment', { value: forEnvironment }) as ReturnType<
    typeof definePolicy<P>
  >
}
