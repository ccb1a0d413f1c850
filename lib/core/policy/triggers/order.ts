import { type TriggerId, triggerIds } from '../../auth0/triggers.js'
import type { Policy } from '../types.js'
import type { ListedAction, OurAction } from './lists.js'

type Needs = Pick<Policy, 'slots' | 'copy'>

interface OurActionFacts {
  name: OurAction
  trigger: TriggerId
  isNeeded(policy: Needs): boolean
}

const always = () => true
const isCopying = ({ copy }: Needs) => Object.keys(copy).length > 0
const takesUserMetadata = ({ slots }: Needs) =>
  Object.values(slots).some(({ userMetadata }) => userMetadata.length > 0)

/** In the order of their bindings: sealing first, release last. */
export const ourActions: readonly OurActionFacts[] = [
  { name: 'seal-attributes', trigger: 'post-login', isNeeded: always },
  { name: 'copy-user-metadata', trigger: 'post-login', isNeeded: isCopying },
  { name: 'release-attributes', trigger: 'post-login', isNeeded: always },
  { name: 'guard-signup', trigger: 'pre-user-registration', isNeeded: takesUserMetadata }
]

/** An Action at its place. */
export type OrderedAction = ListedAction & {
  trigger: TriggerId
  /** Where the policy says it; undefined where it stands there by default. */
  path?: string
}

const listed = (policy: Pick<Policy, 'triggers'> & Needs, trigger: TriggerId): OrderedAction[] =>
  policy.triggers?.[trigger]?.map((action, index) => ({
    ...action,
    trigger,
    path: `triggers.${trigger}[${index}]`
  })) ??
  ourActions
    .filter(ours => ours.trigger === trigger && ours.isNeeded(policy))
    .map(({ name }) => ({ kind: 'ours', name, trigger }))

/** All Actions of a policy, trigger by trigger, in the order they run in. A trigger that the policy does not list has ours. */
export const actionsInOrder = (policy: Pick<Policy, 'triggers'> & Needs): OrderedAction[] =>
  triggerIds.flatMap(trigger => listed(policy, trigger))
