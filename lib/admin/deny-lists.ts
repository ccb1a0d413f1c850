import type { ManagementClient } from 'auth0'
import type { WantedName } from '../core/policy/deny-list.js'
import { type ConnectionName, findConnection, getConnection, listConnections } from './connections.js'
import { type DenyListPlan, hasWork, type Problem, planDenyList } from './deny-list.js'
import { deployedLine } from './deploy/first-lines.js'
import { Interrupted, type Interruption, uninterrupted } from './interruption.js'
import { type LoginFacts, readLoginFacts, sealAction } from './login-facts.js'
import { TenantError } from './tenant-error.js'
import { type WriteOutcome, writeDenyList } from './write-deny-list.js'

/** Which connections: all, or those of these names and ids. */
export type Selection = { all: true } | { namesOrIds: readonly string[] }

/** Called after each connection: how many are done, of how many. */
export type OnProgress = (done: number, total: number) => void

/** @throws TenantError where one is not there */
export const selectConnections = async (
  client: ManagementClient,
  selection: Selection
): Promise<ConnectionName[]> => {
  if ('all' in selection) return listConnections(client)
  const found = new Map<string, ConnectionName>()
  for (const nameOrId of selection.namesOrIds) {
    const connection = await findConnection(client, nameOrId)
    found.set(connection.id, connection)
  }
  return [...found.values()]
}

export interface PlanRequest {
  selection: Selection
  wanted: readonly WantedName[]
  /** Takes off what is not wanted. */
  remove?: boolean
  onProgress?: OnProgress | undefined
}

/** One request at a time: the rate limit of reading connections is low. */
const planEach = async (
  client: ManagementClient,
  { selection, wanted, remove = false, onProgress }: PlanRequest
): Promise<DenyListPlan[]> => {
  const connections = await selectConnections(client, selection)
  const plans: DenyListPlan[] = []
  for (const { id } of connections) {
    plans.push(planDenyList(await getConnection(client, id), wanted, { remove }))
    onProgress?.(plans.length, connections.length)
  }
  return plans
}

/** What is on the deny lists now, and why it cannot be told where it cannot. */
export const showDenyLists = async (
  client: ManagementClient,
  { selection, onProgress }: { selection: Selection; onProgress?: OnProgress }
): Promise<(ConnectionName & { denyList: string[]; problems: Problem[] })[]> => {
  const plans = await planEach(client, { selection, wanted: [], onProgress })
  return plans.map(({ connection, extra, problems }) => ({ ...connection, denyList: extra, problems }))
}

/** What there is to do on several connections, and what the tenant's logins make of it. */
export interface DenyListsPlan {
  plans: DenyListPlan[]
  facts: LoginFacts
}

/** Reads, and writes nothing. @throws TenantError */
export const planDenyLists = async (
  client: ManagementClient,
  request: PlanRequest
): Promise<DenyListsPlan> => ({
  plans: await planEach(client, request),
  facts: await readLoginFacts(client)
})

/**
 * Why nothing may be written, in words: one connection that cannot be written stops all, and so does an Action that does not
 * seal what the deny list would take away.
 *
 * @param options.policy hash of the policy whose names are added, where there is one
 */
export const refusalOf = (
  { plans, facts: { isSealBound, seal } }: DenyListsPlan,
  { withoutSeal = false, policy }: { withoutSeal?: boolean; policy?: string | undefined } = {}
): string | undefined => {
  if (plans.some(({ problems }) => problems.length > 0)) return 'there are problems'
  if (withoutSeal || plans.every(({ add }) => add.length === 0)) return undefined
  if (isSealBound === undefined)
    return `the token may not read whether ${sealAction} is bound: it needs read:actions`
  if (!isSealBound) return `${sealAction} is not bound to post-login, so what is denied would be lost`
  if (!seal?.deployed) return `${sealAction} is not deployed, so what is denied would be lost`
  const line = deployedLine(seal)
  return line && policy !== undefined && line.policy !== policy
    ? `${sealAction} runs policy ${line.policy}, and this is ${policy}: deploy this one first`
    : undefined
}

export type ApplyOutcome =
  | WriteOutcome
  | { outcome: 'in-step' }
  | { outcome: 'failed'; message: string }
  /** One before it failed, or somebody interrupted. */
  | { outcome: 'not-tried' }

const apply = async (
  client: ManagementClient,
  plan: DenyListPlan,
  interruption: Interruption
): Promise<ApplyOutcome> => {
  if (!hasWork(plan)) return { outcome: 'in-step' }
  try {
    return await writeDenyList(client, plan, { interruption })
  } catch (error) {
    if (error instanceof Interrupted) return { outcome: 'not-tried' }
    if (!(error instanceof TenantError)) throw error
    return { outcome: 'failed', message: error.message }
  }
}

export const isGood = ({ outcome }: ApplyOutcome): boolean => outcome === 'written' || outcome === 'in-step'

/**
 * Writes one connection after the other, up to the first that fails. To run it again does no harm.
 *
 * @param options.interruption stops before the next connection: one that is written is read back
 */
export const applyDenyLists = async (
  client: ManagementClient,
  plans: readonly DenyListPlan[],
  { onProgress, interruption = uninterrupted }: { onProgress?: OnProgress; interruption?: Interruption } = {}
): Promise<ApplyOutcome[]> => {
  const outcomes: ApplyOutcome[] = []
  for (const plan of plans) {
    const goesOn = outcomes.every(isGood) && !interruption.signal.aborted
    const outcome = goesOn ? await apply(client, plan, interruption) : { outcome: 'not-tried' as const }
    outcomes.push(outcome)
    onProgress?.(outcomes.length, plans.length)
  }
  return outcomes
}
