import { type ActionSecrets, secretsOf } from '../../core/policy/secrets.js'
import { ourActions } from '../../core/policy/triggers/order.js'
import type { Policy } from '../../core/policy/types.js'
import type { BoundAction } from '../actions/read-folder.js'

/** What the secrets of the Actions of a folder hold. */
export interface FolderSecrets {
  actions: readonly { name: string; secrets: ActionSecrets }[]
  /** Nothing is left out for want of a policy. */
  isWhole: boolean
}

const ourNames: readonly string[] = ourActions.map(({ name }) => name)
const isOurs = (name: string): boolean => ourNames.includes(name)

/** Secrets of one's own Action, but for those that one of ours takes too. */
const own = ({ secrets }: BoundAction, known: ActionSecrets, ours: ReadonlySet<string>): ActionSecrets =>
  Object.fromEntries(
    Object.keys(secrets)
      .filter(name => Object.hasOwn(known, name) || !ours.has(name))
      .map(name => [name, known[name] ?? 'own'])
  )

/** The same of a folder without a manifest, such as an export: what our Actions take, a policy says. */
export const secretsOfFolder = (bound: readonly BoundAction[], policy: Policy | undefined): FolderSecrets => {
  const contents = policy ? secretsOf(policy) : {}
  const known: ActionSecrets = Object.assign({}, ...ourNames.map(name => contents[name]))
  const ours = new Set(
    bound.filter(({ name }) => isOurs(name)).flatMap(({ secrets }) => Object.keys(secrets))
  )
  return {
    actions: bound.map(action => ({
      name: action.name,
      secrets: isOurs(action.name) ? (contents[action.name] ?? {}) : own(action, known, ours)
    })),
    isWhole: policy !== undefined
  }
}
