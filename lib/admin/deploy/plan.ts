import { actionsPerTrigger } from '../../core/auth0/limits.js'
import { isTriggerBound, type TriggerId } from '../../core/auth0/triggers.js'
import type { Action } from '../actions.js'
import type { Binding, Bindings } from '../bindings.js'
import { mayChallenge, mayRedirect, runningCode } from '../code-hints.js'
import { deployedLine } from './first-lines.js'
import { isMerged, type Merged, mergeBindings } from './merge-bindings.js'
import { type ActionPlan, planAction } from './plan-action.js'
import { retiredOf } from './retired.js'
import { rotationProblems, unknownKeys } from './rotation.js'
import type { Place, Wanted } from './wanted.js'

/** What becomes of the bindings of one trigger. */
export interface TriggerChange extends Merged {
  trigger: TriggerId
  /** As they were read: what differs when it is written has been changed by somebody. */
  before: readonly Binding[]
  isChanged: boolean
}

export interface TriggerPlan extends TriggerChange {
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
  /** Of all triggers: what the policy has no more may be bound to any. */
  bindings: Bindings
  /** Names of Actions that somebody else made. */
  strangers: ReadonlySet<string>
}

const planTrigger = (
  trigger: TriggerId,
  order: readonly Place[],
  { actions, bindings }: DeployFacts
): TriggerPlan => {
  const before = bindings[trigger] ?? []
  const merged = mergeBindings(before, order, retiredOf(before, order, actions))
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

/** Triggers that the policy is about, and those where it leaves something of ours behind. */
const planTriggers = ({ order }: Wanted, facts: DeployFacts): TriggerPlan[] => {
  const about = Object.keys(order)
  const triggers = new Set([...about, ...Object.keys(facts.bindings)]) as Set<TriggerId>
  return [...triggers]
    .filter(isTriggerBound)
    .map(trigger => planTrigger(trigger, order[trigger] ?? [], facts))
    .filter(({ trigger, isChanged }) => isChanged || about.includes(trigger))
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

export const tooMany = ({ trigger, after }: TriggerChange): string[] =>
  after.length > actionsPerTrigger
    ? [`${after.length} Actions of ${trigger} are more than the ${actionsPerTrigger} Auth0 takes`]
    : []

const keysNote = (secrets: readonly string[]): string[] =>
  secrets.length === 0
    ? []
    : [
        `what runs does not say which keys it has in ${secrets.join(', ')}: deploy the key set it has, or what is sealed does not open`
      ]

export interface PlanOptions {
  /** The one Action to deploy, though it looks the same where a secret of it holds no keys; bindings stay. */
  only?: string | undefined
  /** Names of Actions of somebody else that may be replaced. */
  adopt?: readonly string[]
}

/** What it takes to bring a tenant in step with a policy. Reads nothing and writes nothing. */
export const planDeploy = (
  facts: DeployFacts,
  wanted: Wanted,
  { only, adopt = [] }: PlanOptions = {}
): DeployPlan => {
  const chosen = wanted.actions.filter(({ name }) => only === undefined || name === only)
  const actions = chosen.map(action =>
    planAction(
      action,
      facts.actions.find(({ name }) => name === action.name),
      {
        isAnew: only !== undefined && Object.values(action.secrets).includes('own'),
        isStranger: facts.strangers.has(action.name),
        mayAdopt: adopt.includes(action.name)
      }
    )
  )
  const triggers = only === undefined ? planTriggers(wanted, facts) : []
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
