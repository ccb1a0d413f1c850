import { actionsPerTrigger } from '../../core/auth0/limits.js'
import { isTriggerBound, type TriggerId } from '../../core/auth0/triggers.js'
import { ourActions } from '../../core/policy/triggers/order.js'
import type { Action } from '../actions.js'
import type { Binding, Bindings } from '../bindings.js'
import { mayChallenge, mayRedirect, runningCode } from '../code-hints.js'
import { deployedLine } from './first-lines.js'
import { isMerged, type Merged, mergeBindings } from './merge-bindings.js'
import { type ActionPlan, planAction } from './plan-action.js'
import { rotationProblems, unknownKeys } from './rotation.js'
import type { Place, Wanted } from './wanted.js'

/** What becomes of the bindings of one trigger. */
export interface TriggerPlan extends Merged {
  trigger: TriggerId
  /** As they were read: what differs when it is written has been changed by somebody. */
  before: readonly Binding[]
  isChanged: boolean
  /** Names of Actions that may challenge or redirect: behind those, denied attributes are missing. */
  mayChallenge: string[]
  mayRedirect: string[]
}

export interface DeployPlan {
  actions: ActionPlan[]
  triggers: TriggerPlan[]
  /** What has to be known, in words. */
  notes: string[]
  /** Why nothing is written, in words. */
  problems: string[]
}

/** What is read of a tenant for a plan. */
export interface DeployFacts {
  actions: readonly Action[]
  bindings: Bindings
}

/** Ours, built by us, that the policy has no more. */
const retiredOf = (order: readonly Place[], bindings: readonly Binding[], actions: readonly Action[]) =>
  bindings
    .filter(
      ({ actionId, actionName }) =>
        ourActions.some(({ name }) => name === actionName) &&
        !order.some(({ name }) => name === actionName) &&
        actions.some(action => action.id === actionId && deployedLine(action) !== undefined)
    )
    .map(({ actionName }) => actionName)

const planTrigger = (
  trigger: TriggerId,
  order: readonly Place[],
  { actions, bindings }: DeployFacts
): TriggerPlan => {
  const before = bindings[trigger] ?? []
  const merged = mergeBindings(before, order, retiredOf(order, before, actions))
  const others = merged.after.flatMap(({ name, binding }) => {
    const action = actions.find(({ id }) => id === binding?.actionId)
    return action && deployedLine(action) === undefined ? [{ name, code: runningCode(action) }] : []
  })
  return {
    trigger,
    before,
    ...merged,
    isChanged: !isMerged(before, merged),
    mayChallenge: others.filter(({ code }) => mayChallenge(code)).map(({ name }) => name),
    mayRedirect: others.filter(({ code }) => mayRedirect(code)).map(({ name }) => name)
  }
}

/** Actions of the tenant that the policy names, and that cannot be bound. */
const missingActions = ({ order }: Wanted, actions: readonly Action[]): string[] =>
  Object.values(order).flatMap(places =>
    places.flatMap(({ kind, name }) => {
      if (kind !== 'deployed') return []
      const action = actions.find(known => known.name === name)
      if (!action) return [`the policy names ${name}, which is not in the tenant`]
      return action.deployed ? [] : [`the policy names ${name}, which is not deployed`]
    })
  )

const tooMany = ({ trigger, after }: TriggerPlan): string[] =>
  after.length > actionsPerTrigger
    ? [`${after.length} Actions of ${trigger} are more than the ${actionsPerTrigger} Auth0 takes`]
    : []

const keysNote = (secrets: readonly string[]): string[] =>
  secrets.length === 0
    ? []
    : [
        `what runs does not say which keys it has in ${secrets.join(', ')}: deploy the key set it has, or what is sealed does not open`
      ]

/**
 * What it takes to bring a tenant in step with a policy. Reads nothing and writes nothing.
 *
 * @param options.only the one Action to deploy, though it looks the same where a secret of it holds no keys; bindings stay
 */
export const planDeploy = (
  facts: DeployFacts,
  wanted: Wanted,
  { only }: { only?: string | undefined } = {}
): DeployPlan => {
  const chosen = wanted.actions.filter(({ name }) => only === undefined || name === only)
  const actions = chosen.map(action =>
    planAction(
      action,
      facts.actions.find(({ name }) => name === action.name),
      { isAnew: only !== undefined && Object.values(action.secrets).includes('own') }
    )
  )
  const triggers =
    only === undefined
      ? (Object.entries(wanted.order) as [TriggerId, readonly Place[]][])
          .filter(([trigger]) => isTriggerBound(trigger))
          .map(([trigger, order]) => planTrigger(trigger, order, facts))
      : []
  return {
    actions,
    triggers,
    notes: keysNote(unknownKeys(chosen, facts.actions)),
    problems: [
      ...actions.flatMap(({ wanted: { name }, problems }) => problems.map(problem => `${name} ${problem}`)),
      ...rotationProblems(chosen, facts.actions),
      ...missingActions(wanted, facts.actions),
      ...triggers.flatMap(tooMany)
    ]
  }
}

export const hasWork = ({ actions, triggers }: DeployPlan): boolean =>
  actions.some(({ change }) => change !== 'same') || triggers.some(({ isChanged }) => isChanged)
