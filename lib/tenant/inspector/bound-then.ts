import { actionsInOrder } from '../../core/policy/triggers/order.js'
import type { Policy } from '../../core/policy/types.js'
import type { DeployedAction } from '../../runtime/types.js'
import type { BoundThen } from './login.js'

/** What is kept of the Actions that are bound: of those that the policy builds no code, which may be large, and is in the project. */
export const boundThen = (actions: readonly DeployedAction[], policy: Policy | undefined): BoundThen[] => {
  const built = new Set(policy ? actionsInOrder(policy).map(({ name }) => name) : [])
  return actions.map(({ name, code, modules = [] }) => ({
    name,
    ...(policy && !built.has(name) && { code }),
    ...(modules.length > 0 && { hasModules: true })
  }))
}
