import type { ManagementClient } from 'auth0'
import { isTriggerBound, type TriggerId } from '../../core/auth0/triggers.js'
import { type Bindings, readAllBindings, readBindings } from '../bindings.js'
import { TenantError } from '../tenant-error.js'
import { readActions } from '../tenant-facts.js'
import { ChangedMeanwhile, type DeployContext } from './context.js'
import { deployAction } from './deploy-action.js'
import { type DeployFacts, type DeployPlan, hasWork, type PlanOptions, planDeploy } from './plan.js'
import { findStrangers } from './strangers.js'
import type { Wanted } from './wanted.js'
import { writeBindings } from './write-bindings.js'

/** What a plan is made from, read anew. @throws TenantError */
export const readDeployFacts = async (client: ManagementClient, wanted: Wanted): Promise<DeployFacts> => {
  const bindings: Bindings = await readAllBindings(client)
  // A trigger that the tenant does not know is told before anything is written.
  for (const trigger of (Object.keys(wanted.order) as TriggerId[]).filter(isTriggerBound))
    bindings[trigger] ??= await readBindings(client, trigger)
  const names = wanted.actions.map(({ name }) => name)
  const actions = await readActions(client, { bindings, names })
  const strangers = await findStrangers(
    client,
    actions.filter(({ name }) => names.includes(name))
  )
  return { bindings, actions, strangers }
}

/** One Action after the other, then the bindings: until those are written, nothing new runs that was not bound before. */
const execute = async ({ actions, triggers }: DeployPlan, context: DeployContext): Promise<void> => {
  for (const action of actions) await deployAction(action, context)
  for (const trigger of triggers) await writeBindings(trigger, context)
}

/** How often somebody may come between before it is given up. */
const maxPlans = 4

export interface DeployOptions extends PlanOptions {
  /** Asked for each plan that has work and no problems, also one that is made anew; nothing is written unless it says so. */
  confirm(plan: DeployPlan): Promise<boolean>
}

export type DeployOutcome = 'done' | 'nothing-to-do' | 'refused' | 'not-confirmed'

/**
 * Brings a tenant in step with what is wanted. A death at any moment leaves old versions running; to run it again goes on from
 * there.
 *
 * @returns the last plan, and what became of it
 * @throws Interrupted, TenantError
 */
export const runDeploy = async (
  wanted: Wanted,
  context: DeployContext,
  { confirm, ...options }: DeployOptions
): Promise<{ plan: DeployPlan; outcome: DeployOutcome }> => {
  for (let plans = 1; ; plans += 1) {
    const plan = planDeploy(await readDeployFacts(context.client, wanted), wanted, options)
    if (plan.problems.length > 0) return { plan, outcome: 'refused' }
    if (!hasWork(plan)) return { plan, outcome: 'nothing-to-do' }
    if (!(await confirm(plan))) return { plan, outcome: 'not-confirmed' }
    try {
      await execute(plan, context)
      return { plan, outcome: 'done' }
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error
      if (plans === maxPlans)
        throw new TenantError(`${error.message}, again and again: run this when nobody does`)
      context.onStep?.(`${error.message}: planned anew`)
    }
  }
}
