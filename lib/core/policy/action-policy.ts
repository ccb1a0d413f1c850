import type { Policy, Slot } from './types.js'

// What each Action reads of a policy. A whole policy will do.

type Reads<Part extends keyof Policy, Step extends keyof Policy['onError']> = Pick<Policy, Part> & {
  onError: Pick<Policy['onError'], Step>
}

type Slots<Part extends keyof Slot> = { slots: Record<string, Pick<Slot, Part>> }

export type SealPolicy = Reads<'container' | 'slots' | 'limits', 'seal'>

export type CopyPolicy = Reads<'copy' | 'userMetadataClaim', 'copy'>

export type ReleasedSlot = Pick<Slot, 'keys' | 'keep' | 'mode' | 'userMetadata'>

export type ReleasePolicy = Reads<'container' | 'applications' | 'release', 'release'> &
  Slots<keyof ReleasedSlot>

export type SignupPolicy = Pick<Policy, 'container' | 'copy' | 'limits'> & Slots<'keys' | 'userMetadata'>

const mapSlots = <R>({ slots }: Policy, map: (slot: Slot) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, map(slot)]))

export const sealPolicy = ({ container, slots, limits, onError }: Policy): SealPolicy => ({
  container,
  slots,
  limits,
  onError: { seal: onError.seal }
})

export const copyPolicy = ({ copy, userMetadataClaim, onError }: Policy): CopyPolicy => ({
  copy,
  ...(userMetadataClaim && { userMetadataClaim }),
  onError: { copy: onError.copy }
})

export const releasePolicy = (policy: Policy): ReleasePolicy => ({
  container: policy.container,
  slots: mapSlots(policy, ({ keys, keep, mode, userMetadata }) => ({ keys, keep, mode, userMetadata })),
  applications: policy.applications,
  release: policy.release,
  onError: { release: policy.onError.release }
})

export const signupPolicy = (policy: Policy): SignupPolicy => ({
  container: policy.container,
  slots: mapSlots(policy, ({ keys, userMetadata }) => ({ keys, userMetadata })),
  copy: policy.copy,
  limits: policy.limits
})

/** What the build puts into each Action, by its name: no more than it reads, for whoever reviews it. */
export const actionPolicies = (policy: Policy) => ({
  'seal-attributes': sealPolicy(policy),
  'copy-user-metadata': copyPolicy(policy),
  'release-attributes': releasePolicy(policy),
  'guard-signup': signupPolicy(policy)
})
