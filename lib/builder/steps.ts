import { isIndexed, kindOf } from '../core/policy/slot-kind.js'
import type { Policy, Slot } from '../core/policy/types.js'

/** A part of an Action that not every policy needs. */
export interface Step {
  /** The Action that is handed it. */
  action: string
  /** The name it is handed under. */
  kind: string
  /** In `lib/core/login`. */
  file: string
  /** The function it exports. */
  name: string
  isNeeded(policy: Policy): boolean
}

const ifSomeSlot =
  (is: (slot: Slot) => boolean) =>
  ({ slots }: Policy): boolean =>
    Object.values(slots).some(is)

const steps: readonly Step[] = [
  {
    action: 'seal-attributes',
    kind: 'attributes',
    file: 'seal/seal-attributes',
    name: 'sealAttributes',
    isNeeded: ifSomeSlot(slot => kindOf(slot) === 'attributes')
  },
  {
    action: 'seal-attributes',
    kind: 'login',
    file: 'seal/seal-for-login',
    name: 'sealForLogin',
    isNeeded: ifSomeSlot(slot => kindOf(slot) === 'login')
  },
  {
    action: 'seal-attributes',
    kind: 'userMetadata',
    file: 'seal/seal-user-metadata',
    name: 'sealUserMetadata',
    isNeeded: ifSomeSlot(slot => kindOf(slot) === 'userMetadata')
  },
  {
    action: 'seal-attributes',
    kind: 'writeOnly',
    file: 'seal/seal-write-only',
    name: 'sealWriteOnly',
    isNeeded: ifSomeSlot(slot => kindOf(slot) === 'writeOnly')
  },
  {
    action: 'seal-attributes',
    kind: 'indexes',
    file: 'seal/index-attributes',
    name: 'changedIndexes',
    isNeeded: ifSomeSlot(isIndexed)
  },
  {
    action: 'release-attributes',
    kind: 'writeOnly',
    file: 'release/release-write-only',
    name: 'passOn',
    isNeeded: ({ slots, release }) => release.some(({ slot }) => slots[slot]?.mode === 'write-only')
  }
]

/** What an Action is handed under a policy, so that reviewers read only what can run. */
export const stepsOf = (action: string, policy: Policy): Step[] =>
  steps.filter(step => step.action === action && step.isNeeded(policy))
