import type { Attribute, Policy, ReleaseRule, Slot, UserField } from './types.js'

// What each Action reads of a policy. A whole policy will do; what can be undefined is then as by default.

export interface SealedAttribute extends Pick<Attribute, 'name' | 'connections' | 'indexPlace'> {
  names?: string[] | undefined
}

export interface SealedSlot extends Pick<Slot, 'keys' | 'userMayChange' | 'fingerprint'> {
  attributes: SealedAttribute[]
  userMetadata?: UserField[] | undefined
  keep?: Slot['keep'] | undefined
  mode?: Slot['mode'] | undefined
  onNull?: Slot['onNull'] | undefined
}

export interface SealPolicy extends Pick<Policy, 'container' | 'limits'> {
  slots: Record<string, SealedSlot>
}

export type CopyPolicy = Pick<Policy, 'copy' | 'userMetadataClaim'>

export type ReleasedSlot = Pick<SealedSlot, 'keys' | 'keep' | 'mode' | 'userMetadata'>

export interface ReleasedRule extends Omit<ReleaseRule, 'form'> {
  form?: ReleaseRule['form'] | undefined
}

export interface ReleasePolicy extends Pick<Policy, 'container' | 'applications'> {
  slots: Record<string, ReleasedSlot>
  release: ReleasedRule[]
}

export interface SignupPolicy extends Pick<Policy, 'container' | 'copy' | 'limits'> {
  slots: Record<string, Pick<SealedSlot, 'keys' | 'userMetadata'>>
}

type OnErrorOf<Step extends keyof Policy['onError']> = { onError: Pick<Policy['onError'], Step> }

const unless = <V>(value: V, byDefault: V): V | undefined => (value === byDefault ? undefined : value)

const mapSlots = <R>({ slots }: Policy, map: (slot: Slot) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, map(slot)]))

const releasedSlot = ({ keys, keep, mode, userMetadata }: Slot): ReleasedSlot => ({
  keys,
  keep: unless(keep, 'profile'),
  mode: unless(mode, 'readable'),
  userMetadata: userMetadata.length > 0 ? userMetadata : undefined
})

const sealedSlot = (slot: Slot): SealedSlot => ({
  ...slot,
  ...releasedSlot(slot),
  attributes: slot.attributes.map(({ entropy, ...attribute }) => ({
    ...attribute,
    names: attribute.names.length > 1 ? attribute.names : undefined
  })),
  onNull: unless(slot.onNull, 'keep')
})

/**
 * What the build puts into each Action, by its name: no more than it reads, and nothing that is as by default, so that
 * whoever reads the Action sees what matters to it.
 */
export const actionPolicies = (policy: Policy) => {
  const { container, applications, release, copy, userMetadataClaim, onError, limits } = policy
  const seal: SealPolicy & OnErrorOf<'seal'> = {
    container,
    slots: mapSlots(policy, sealedSlot),
    limits,
    onError: { seal: onError.seal }
  }
  const copies: CopyPolicy & OnErrorOf<'copy'> = {
    copy,
    ...(userMetadataClaim && { userMetadataClaim }),
    onError: { copy: onError.copy }
  }
  const releases: ReleasePolicy & OnErrorOf<'release'> = {
    container,
    slots: mapSlots(policy, releasedSlot),
    applications,
    release: release.map(({ form, ...rule }) => ({ ...rule, form: unless(form, 'sealed') })),
    onError: { release: onError.release }
  }
  const signup: SignupPolicy = {
    container,
    slots: mapSlots(policy, ({ keys, userMetadata }) => ({ keys, userMetadata })),
    copy,
    limits
  }
  return {
    'seal-attributes': seal,
    'copy-user-metadata': copies,
    'release-attributes': releases,
    'guard-signup': signup
  }
}
