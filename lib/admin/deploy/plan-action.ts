import { isDeepStrictEqual } from 'node:util'
import type { Kids } from '../../core/format/first-line.js'
import { own } from '../../core/policy/own.js'
import type { Action, ActionContent } from '../actions.js'
import { codeHash, deployedLine } from './first-lines.js'
import type { WantedAction } from './wanted.js'

/** What becomes of the keys of one secret. */
export interface KeyChange {
  secret: string
  added: string[]
  removed: string[]
  /** The key that seals from now on, where another did before. */
  sealing?: string
}

/** What there is to do with one Action. */
export interface ActionPlan {
  wanted: WantedAction
  /** As it was read; absent for a new one. */
  action?: Action
  change: 'new' | 'changed' | 'same'
  /** SHA-256 of what follows the first line, hex: before and after, where they differ. */
  code?: { from: string; to: string }
  keys: KeyChange[]
  /** What has to be known of it, in words. */
  notes: string[]
  /** Why it cannot be deployed, in words. */
  problems: string[]
}

const namesOf = ({ secrets }: ActionContent): string[] => secrets.map(({ name }) => name).sort()

/** Whether a draft or version is what is wanted, as far as the API shows: of secrets, their names. */
export const isAsWanted = (content: ActionContent, wanted: WantedAction): boolean =>
  content.code === wanted.code &&
  content.runtime === wanted.runtime &&
  isDeepStrictEqual(content.dependencies, { ...wanted.dependencies }) &&
  isDeepStrictEqual(content.modules, { ...wanted.modules }) &&
  isDeepStrictEqual(namesOf(content), Object.keys(wanted.secrets).sort())

/** Secrets that were changed after what runs was deployed: nothing tells whether to what is wanted. */
const changedSecrets = ({ draft, deployed }: Action): string[] =>
  draft.secrets
    .filter(({ updatedAt = '' }) => Date.parse(updatedAt) > Date.parse(deployed?.createdAt ?? ''))
    .map(({ name }) => name)

const keyChanges = (before: Kids, after: Kids): KeyChange[] =>
  Object.entries(after).flatMap(([secret, kids]) => {
    const known = own(before, secret) ?? []
    const added = kids.filter(kid => !known.includes(kid))
    const removed = known.filter(kid => !kids.includes(kid))
    const [first] = kids
    const sealing = first !== undefined && known.length > 0 && first !== known[0] ? { sealing: first } : {}
    const isChanged = added.length + removed.length > 0 || 'sealing' in sealing
    return isChanged ? [{ secret, added, removed, ...sealing }] : []
  })

/** Secrets that a PATCH would take away: not ours by the policy, nor by what we deployed before. */
const foreignSecrets = (action: Action, wanted: WantedAction): string[] => {
  const ours = new Set([...Object.keys(wanted.secrets), ...Object.keys(deployedLine(action)?.kids ?? {})])
  const all = [action.draft, ...(action.deployed ? [action.deployed] : [])].flatMap(namesOf)
  return [...new Set(all)].filter(name => !ours.has(name))
}

const problemsOf = (action: Action, wanted: WantedAction, isRefused: boolean): string[] => {
  const foreign = foreignSecrets(action, wanted)
  return [
    ...(isRefused
      ? [
          'is an Action of somebody else, and a deploy would replace it: rename one of the two, ' +
            `or take it over with --adopt ${wanted.name}`
        ]
      : []),
    ...(action.trigger === wanted.trigger
      ? []
      : [`is an Action of ${action.trigger}, which cannot be changed: rename one of the two`]),
    ...(foreign.length > 0
      ? [
          `has secrets that are not ours (${foreign.join(', ')}), and a deploy would remove them: ` +
            'name them in the policy, or remove them in the tenant'
        ]
      : [])
  ]
}

const notesOf = (
  action: Action,
  wanted: WantedAction,
  { isSame, isAdopted }: { isSame: boolean; isAdopted: boolean }
): string[] => {
  const { deployed, draft } = action
  const changed = changedSecrets(action)
  return [
    ...(isAdopted ? ['is an Action of somebody else, and is replaced: --adopt'] : []),
    ...(deployed && !deployedLine(action) && !isAdopted
      ? ['the first line of what runs is not of ours: look at what somebody put there']
      : []),
    ...(deployed && !isSame && isAsWanted(deployed, wanted) && !isAsWanted(draft, wanted)
      ? ['its draft is not what runs: the draft is replaced']
      : []),
    ...(changed.length > 0 ? [`changed in the draft and not deployed: ${changed.join(', ')}`] : [])
  ]
}

export interface PlanActionOptions {
  /** Deploys it though it looks the same: of a secret that holds no keys, nothing tells whether it does. */
  isAnew?: boolean
  /** Nothing says that a0seal made the one of that name. */
  isStranger?: boolean
  /** The operator says that a stranger may be replaced. */
  mayAdopt?: boolean
}

/** What there is to do with one Action. */
export const planAction = (
  wanted: WantedAction,
  action: Action | undefined,
  { isAnew = false, isStranger = false, mayAdopt = false }: PlanActionOptions = {}
): ActionPlan => {
  if (!action) return { wanted, change: 'new', keys: keyChanges({}, wanted.kids), notes: [], problems: [] }
  const { draft, deployed } = action
  const isSame =
    !isAnew &&
    deployed !== undefined &&
    isAsWanted(deployed, wanted) &&
    isAsWanted(draft, wanted) &&
    changedSecrets(action).length === 0
  const [from, to] = [codeHash(deployed?.code ?? ''), codeHash(wanted.code)]
  return {
    wanted,
    action,
    change: isSame ? 'same' : 'changed',
    ...(deployed && from !== to && { code: { from, to } }),
    keys: keyChanges(deployedLine(action)?.kids ?? {}, wanted.kids),
    notes: notesOf(action, wanted, { isSame, isAdopted: isStranger && mayAdopt }),
    problems: problemsOf(action, wanted, isStranger && !mayAdopt)
  }
}
