import type { Action } from '../actions.js'
import type { Binding } from '../bindings.js'
import { deployedLine } from './first-lines.js'
import type { Place } from './wanted.js'

/**
 * Names of the Actions bound to a trigger that a0seal built, and that the policy has there no more. A tenant has one policy, whatever
 * environment it was built for: each has a `seal-attributes`, and there is one of that name. What shall run on without being built
 * stands in the policy as `{ deployed }`.
 *
 * @param places the policy's order of that trigger
 */
export const retiredOf = (
  bindings: readonly Binding[],
  places: readonly Place[],
  actions: readonly Action[]
): string[] =>
  bindings
    .filter(
      ({ actionId, actionName }) =>
        !places.some(({ name }) => name === actionName) &&
        actions.some(action => action.id === actionId && deployedLine(action) !== undefined)
    )
    .map(({ actionName }) => actionName)
