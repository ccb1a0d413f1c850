import { isTriggerBound, type TriggerId } from '../../core/auth0/triggers.js'
import type { FirstLine, Place } from '../../core/format/first-line.js'
import { own } from '../../core/policy/own.js'
import type { ActionSecrets } from '../../core/policy/secrets.js'
import type { Action, ActionVersion } from '../actions.js'
import type { Binding, Bindings } from '../bindings.js'
import { codeHash, deployedKids, deployedLine, lineOf } from './first-lines.js'
import {
  type Generation,
  generationOf,
  generations,
  isBound,
  type RollbackFacts,
  rollbackTargets,
  versionOf
} from './generations.js'
import { inOrder, isMerged } from './merge-bindings.js'
import { type TriggerChange, tooMany } from './plan.js'

/** What one Action goes back to. */
export interface Step {
  action: Action
  to: ActionVersion
}

export interface RollbackPlan {
  /** The policy to go back to; absent where there is none. */
  to?: Pick<FirstLine, 'policy' | 'env' | 'version'>
  steps: Step[]
  /** Names of Actions of that policy that run it already. */
  stays: string[]
  triggers: TriggerChange[]
  /** What has to be known, in words. */
  notes: string[]
  /** Why nothing is written, in words. */
  problems: string[]
}

/** An Action that the policy to go back to has. */
interface Member extends Step {
  place: Place | undefined
}

const membersOf = ({ histories }: RollbackFacts, target: Generation): Member[] =>
  histories.flatMap(history => {
    const to = versionOf(history, target)
    return to ? [{ action: history.action, to, place: lineOf(history.action, to)?.place }] : []
  })

/** What else the policy had, nothing could bring back: half of it is no policy. */
const notWhole = (members: readonly Member[], { line: { policy } }: Generation): string[] => {
  const putBack = 'put that policy back where it is written, and deploy it'
  const places = members.flatMap(({ place }) => place ?? [])
  if (places.length < members.length)
    return [
      `policy ${policy} was deployed by another tool, or before versions said their place: which Actions it had, and in which order, is not known: ${putBack}`
    ]
  const there = new Set(places.map(({ number }) => number)).size
  const wanted = Math.max(...places.map(({ of }) => of))
  return there === wanted
    ? []
    : [
        `policy ${policy} has ${wanted} Actions, and only ${there} have a version of it: its deploy did not end, or one was removed: ${putBack}`
      ]
}

/** The keys that seal now, by secret: more than one where Actions differ. What is for a recipient seals nothing that is stored. */
const sealingKeys = (
  { histories, bindings }: RollbackFacts,
  contents: ActionSecrets
): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { action } of histories.filter(({ action }) => isBound(action, bindings)))
    for (const [secret, [first]] of Object.entries(deployedLine(action)?.kids ?? {}))
      if (first !== undefined && own(contents, secret) !== 'public key')
        found.set(secret, new Set([...(found.get(secret) ?? []), first]))
  return found
}

/** What was sealed since would not open. */
const lostKeys = ({ action, to }: Step, sealing: ReturnType<typeof sealingKeys>): string[] => {
  const kids = lineOf(action, to)?.kids ?? {}
  return to.secrets.flatMap(({ name: secret }) =>
    [...(sealing.get(secret) ?? [])]
      .filter(kid => !own(kids, secret)?.includes(kid))
      .map(
        kid =>
          `${action.name}: version ${to.number} has not the key ${kid}, which ${secret} seals with now: what was sealed since would not open`
      )
  )
}

/** Under one policy an Action of one's own may have had other code: that is no policy to go back to. */
const passedOver = ({ histories }: RollbackFacts, { action, to }: Step): string[] => {
  const line = deployedLine(action)
  const versions = histories.find(history => history.action.id === action.id)?.versions ?? []
  const other = versions.find(version => {
    const said = lineOf(action, version)
    const isOfPolicy = said && line && generationOf(said) === generationOf(line)
    return (
      isOfPolicy &&
      version.number > to.number &&
      codeHash(version.code) !== codeHash(action.deployed?.code ?? '')
    )
  })
  return other
    ? [
        `${action.name}: version ${other.number} has other code under the policy that runs: to go back to that alone, put its source back and deploy`
      ]
    : []
}

/** What is for a recipient is sealed to the key that the version has: who has another since cannot open it. */
const olderRecipientKeys = ({ action, to }: Step, contents: ActionSecrets): string[] =>
  Object.entries(lineOf(action, to)?.kids ?? {}).flatMap(([secret, kids]) => {
    const now = deployedKids(action, secret)
    if (own(contents, secret) !== 'public key' || !now || now.join() === kids.join()) return []
    return [
      `${action.name}: version ${to.number} releases to the key ${kids.join(', ')} of ${secret}, and no more to ${now.join(', ')}`
    ]
  })

/** Ids of ours that came with a newer policy. What is older, that policy left bound: it had it as `{ deployed }`. */
const newcomers = ({ histories }: RollbackFacts, { first }: Generation): Set<string> => {
  const known = generations(histories)
  return new Set(
    histories.flatMap(({ action }) => {
      const line = deployedLine(action)
      const since = line && known.get(generationOf(line))?.first
      return since !== undefined && since > first ? [action.id] : []
    })
  )
}

/** Ours of the target in its order, in the places that they hold together; newcomers go, and others stay as they are. */
const triggerChange = (
  trigger: TriggerId,
  bindings: Bindings,
  { members, gone }: { members: readonly Member[]; gone: ReadonlySet<string> }
): TriggerChange => {
  const before = bindings[trigger] ?? []
  const names = members
    .filter(({ action }) => action.trigger === trigger)
    .sort((one, other) => (one.place?.number ?? 0) - (other.place?.number ?? 0))
    .map(({ action }) => action.name)
  const isGone = ({ actionId, actionName }: Binding) => !names.includes(actionName) && gone.has(actionId)
  const removed = before.filter(isGone)
  const after = inOrder(
    before.filter(binding => !isGone(binding)),
    names
  )
  const merged = { after, removed }
  return { trigger, before, ...merged, isChanged: !isMerged(before, merged) }
}

/**
 * What it takes to bring all of ours to one policy: its versions, and their bindings.
 *
 * @param contents what the secrets hold, by their names, as far as it is known
 */
export const planRollbackTo = (
  target: Generation,
  facts: RollbackFacts,
  contents: ActionSecrets
): RollbackPlan => {
  const { policy, env, version } = target.line
  const members = membersOf(facts, target)
  const gone = newcomers(facts, target)
  const sealing = sealingKeys(facts, contents)
  const steps = members.filter(({ action, to }) => to.code !== action.deployed?.code)
  const triggers = (Object.keys(facts.bindings) as TriggerId[])
    .filter(isTriggerBound)
    .map(trigger => triggerChange(trigger, facts.bindings, { members, gone }))
    .filter(({ isChanged }) => isChanged)
  return {
    to: { policy, env, version },
    steps,
    stays: members.filter(member => !steps.includes(member)).map(({ action }) => action.name),
    triggers,
    notes: steps.flatMap(step => [...passedOver(facts, step), ...olderRecipientKeys(step, contents)]),
    problems: [
      ...notWhole(members, target),
      ...members.flatMap(member => lostKeys(member, sealing)),
      ...triggers.flatMap(tooMany)
    ]
  }
}

export const hasWork = ({ steps, triggers }: RollbackPlan): boolean => steps.length + triggers.length > 0

/** What it takes to bring all of ours back to the policy before, or to end a rollback that was begun. */
export const planRollback = (
  facts: RollbackFacts,
  contents: ActionSecrets
): RollbackPlan & { target?: Generation } => {
  const { unfinished, previous } = rollbackTargets(facts)
  const rest = unfinished && planRollbackTo(unfinished, facts, contents)
  if (rest && hasWork(rest)) return { ...rest, target: unfinished }
  if (previous) return { ...planRollbackTo(previous, facts, contents), target: previous }
  return {
    steps: [],
    stays: [],
    triggers: [],
    notes: [],
    problems: ['there is no version of another policy to go back to']
  }
}
