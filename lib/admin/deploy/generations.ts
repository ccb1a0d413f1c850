import { isTriggerBound, type TriggerId } from '../../core/auth0/triggers.js'
import type { FirstLine } from '../../core/format/first-line.js'
import type { Action, ActionVersion } from '../actions.js'
import type { Bindings } from '../bindings.js'
import { deployedLine, lineOf } from './first-lines.js'

/** An Action of ours with the versions that are kept of it. */
export interface ActionHistory {
  action: Action
  /** Newest first, what runs among them. */
  versions: readonly ActionVersion[]
}

/** What is read of a tenant for a rollback. */
export interface RollbackFacts {
  /** Of the Actions whose deployed version a0seal built. */
  histories: readonly ActionHistory[]
  /** Of all triggers. */
  bindings: Bindings
}

/** All versions of one build of a policy. */
export interface Generation {
  line: FirstLine
  /** Milliseconds: when the first and the last version of it were made. */
  first: number
  last: number
}

/** What one build of a policy has in common, whatever keys it was deployed with. */
export const generationOf = ({ policy, env, version }: FirstLine): string =>
  JSON.stringify([policy, env, version])

/** The newest version that an Action has of a generation. */
export const versionOf = (
  { action, versions }: ActionHistory,
  { line }: Pick<Generation, 'line'>
): ActionVersion | undefined =>
  versions.find(version => {
    const own = lineOf(action, version)
    return own !== undefined && generationOf(own) === generationOf(line)
  })

/** Whether an Action runs: Auth0 itself binds those of triggers that have no list. */
export const isBound = ({ id, trigger }: Action, bindings: Bindings): boolean =>
  !isTriggerBound(trigger as TriggerId) ||
  Object.values(bindings).some(list => list.some(({ actionId }) => actionId === id))

/** All builds that versions are kept of, by what each has in common. */
export const generations = (histories: readonly ActionHistory[]): Map<string, Generation> => {
  const found = new Map<string, Generation>()
  for (const { action, versions } of histories)
    for (const version of versions) {
      const line = lineOf(action, version)
      if (!line) continue
      const at = Date.parse(version.createdAt)
      const known = found.get(generationOf(line))
      found.set(generationOf(line), {
        line,
        first: Math.min(at, known?.first ?? at),
        last: Math.max(at, known?.last ?? at)
      })
    }
  return found
}

/** True where it was gone back from before this moment: an older one was deployed after it. */
const isAbandoned = (one: Generation, all: readonly Generation[], at: number): boolean =>
  all.some(({ first, last }) => first < one.first && last > one.last && last < at)

/** The newest that something bound runs. */
const runningGeneration = (
  { histories, bindings }: RollbackFacts,
  known: ReadonlyMap<string, Generation>
): Generation | undefined => {
  const running = histories.flatMap(({ action }) => {
    const line = isBound(action, bindings) ? deployedLine(action) : undefined
    return line ? (known.get(generationOf(line)) ?? []) : []
  })
  return running.sort((one, other) => other.first - one.first)[0]
}

/** What a rollback can go to, the best first. */
export interface Targets {
  /** What runs, where it was gone back to: a rollback that ended before its bindings has yet to write them. */
  unfinished?: Generation
  /** What came before what runs, by when each was first deployed: one that was gone back from is not gone back to. */
  previous?: Generation
}

export const rollbackTargets = (facts: RollbackFacts): Targets => {
  const known = generations(facts.histories)
  const all = [...known.values()]
  const running = runningGeneration(facts, known)
  if (!running) return {}
  const wasReturnedTo = all.some(({ first }) => first > running.first && first < running.last)
  const [previous] = all
    .filter(one => one.first < running.first && !isAbandoned(one, all, running.first))
    .sort((one, other) => other.first - one.first)
  return { ...(wasReturnedTo && { unfinished: running }), ...(previous && { previous }) }
}
