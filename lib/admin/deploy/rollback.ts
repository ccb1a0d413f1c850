import type { ManagementClient } from 'auth0'
import { type FirstLine, parseFirstLine, splitFirstLine } from '../../core/format/first-line.js'
import { type Action, type ActionVersion, getAction, listActions, listVersions } from '../actions.js'
import { TenantError } from '../tenant-error.js'
import { writeOnce } from '../write.js'
import { checkInterrupted, type DeployContext } from './context.js'
import { deployedLine } from './first-lines.js'

/** An Action of ours with the versions that are kept of it. */
export interface ActionHistory {
  action: Action
  /** Newest first, what runs among them. */
  versions: readonly ActionVersion[]
}

/** What one Action goes back to. */
export interface Step {
  action: Action
  to: ActionVersion
}

export interface RollbackPlan {
  /** Hash and environment of the policy to go back to; absent where there is none. */
  to?: Pick<FirstLine, 'policy' | 'env' | 'version'>
  steps: Step[]
  /** Names of Actions that stay: they run what is gone back to, or that policy had them not. */
  stays: string[]
  problems: string[]
}

const lineOf = ({ name }: Action, { code }: ActionVersion): FirstLine | undefined => {
  const line = parseFirstLine(splitFirstLine(code)[0])
  return line?.name === name ? line : undefined
}

/** What one build of a policy has in common, whatever keys it was deployed with. */
const generationOf = ({ policy, env, version }: FirstLine): string => JSON.stringify([policy, env, version])

interface Generation {
  line: FirstLine
  /** Milliseconds: when the first and the last version of it were made. */
  first: number
  last: number
}

const generations = (histories: readonly ActionHistory[]): Map<string, Generation> => {
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

/**
 * What came before the newest that runs, by when each was first deployed: so that a rollback that ended halfway goes on, and one
 * that was done is not undone.
 */
const previous = (histories: readonly ActionHistory[]): Generation | undefined => {
  const all = generations(histories)
  const running = histories.flatMap(({ action }) => {
    const line = deployedLine(action)
    return line ? (all.get(generationOf(line)) ?? []) : []
  })
  const newest = Math.max(...running.map(({ first }) => first))
  const before = [...all.values()].filter(
    one => one.first < newest && !isAbandoned(one, [...all.values()], newest)
  )
  return before.sort((one, other) => other.first - one.first)[0]
}

/** The keys that seal now, by secret: more than one where Actions differ. */
const sealingKeys = (histories: readonly ActionHistory[]): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { action } of histories)
    for (const [secret, [first]] of Object.entries(deployedLine(action)?.kids ?? {}))
      if (first !== undefined) found.set(secret, new Set([...(found.get(secret) ?? []), first]))
  return found
}

/** What was sealed since would not open. */
const lostKeys = ({ action, to }: Step, sealing: ReturnType<typeof sealingKeys>): string[] => {
  const kids = lineOf(action, to)?.kids ?? {}
  return to.secrets.flatMap(({ name: secret }) =>
    [...(sealing.get(secret) ?? [])]
      .filter(kid => !kids[secret]?.includes(kid))
      .map(
        kid =>
          `${action.name}: version ${to.number} has not the key ${kid}, which ${secret} seals with now: what was sealed since would not open`
      )
  )
}

/** What it takes to bring all of ours back to the policy before. */
export const planRollback = (histories: readonly ActionHistory[]): RollbackPlan => {
  const target = previous(histories)
  if (!target)
    return { steps: [], stays: [], problems: ['there is no version of another policy to go back to'] }
  const { policy, env, version } = target.line
  const sealing = sealingKeys(histories)
  const steps: Step[] = []
  const stays: string[] = []
  for (const { action, versions } of histories) {
    const to = versions.find(one => {
      const line = lineOf(action, one)
      return line !== undefined && generationOf(line) === generationOf(target.line)
    })
    if (!to || to.code === action.deployed?.code) stays.push(action.name)
    else steps.push({ action, to })
  }
  return {
    to: { policy, env, version },
    steps,
    stays,
    problems: steps.flatMap(step => lostKeys(step, sealing))
  }
}

/** The Actions that a0seal built and that run, with their versions. @throws TenantError */
export const readHistories = async (client: ManagementClient): Promise<ActionHistory[]> => {
  const histories: ActionHistory[] = []
  for (const { id } of await listActions(client)) {
    const action = await getAction(client, id)
    if (deployedLine(action)) histories.push({ action, versions: await listVersions(client, id) })
  }
  return histories
}

const rollBack = async ({ action, to }: Step, context: DeployContext): Promise<void> => {
  const { client } = context
  const { id, name } = action
  checkInterrupted(context)
  if ((await getAction(client, id)).deployed?.id !== action.deployed?.id)
    throw new TenantError(`somebody deployed ${name} meanwhile: run this again`)
  const runs = async () => (await getAction(client, id)).deployed?.code === to.code
  await writeOnce(
    { what: `POST /actions/actions/${id}/versions/${to.id}/deploy`, scopes: ['create:actions'] },
    // The draft too, or the next deploy in the dashboard would bring back what was gone back from.
    () => client.actions.versions.deploy(id, to.id, { update_draft: true }),
    { ...context, isDone: runs }
  )
  if (!(await runs())) throw new TenantError(`${name}: what was deployed does not read back: look at it`)
  context.onStep?.(`${name}: version ${to.number} is deployed again`)
}

/** One Action after the other; to plan and run it again goes on from wherever it ended. @throws TenantError, Interrupted */
export const runRollback = async ({ steps }: RollbackPlan, context: DeployContext): Promise<void> => {
  for (const step of steps) await rollBack(step, context)
}
