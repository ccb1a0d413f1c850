import type { ManagementClient } from 'auth0'
import type { ActionSecrets } from '../../core/policy/secrets.js'
import { getAction, listActions, listVersions } from '../actions.js'
import { readAllBindings } from '../bindings.js'
import { TenantError } from '../tenant-error.js'
import { writeOnce } from '../write.js'
import { ChangedMeanwhile, checkInterrupted, type DeployContext } from './context.js'
import { deployedLine } from './first-lines.js'
import type { ActionHistory, RollbackFacts } from './generations.js'
import { hasWork, planRollback, planRollbackTo, type RollbackPlan, type Step } from './rollback.js'
import type { DeployOutcome } from './run.js'
import { writeBindings } from './write-bindings.js'

/** What a rollback is planned from. @throws TenantError */
export const readRollbackFacts = async (client: ManagementClient): Promise<RollbackFacts> => {
  const histories: ActionHistory[] = []
  for (const { id } of await listActions(client)) {
    const action = await getAction(client, id)
    if (deployedLine(action)) histories.push({ action, versions: await listVersions(client, id) })
  }
  return { histories, bindings: await readAllBindings(client) }
}

const rollBack = async ({ action, to }: Step, context: DeployContext): Promise<void> => {
  const { client } = context
  const { id, name } = action
  checkInterrupted(context)
  if ((await getAction(client, id)).deployed?.id !== action.deployed?.id)
    throw new ChangedMeanwhile(`somebody deployed ${name} meanwhile`)
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

/** Versions before bindings: what is bound again runs what it ran then. */
const execute = async ({ steps, triggers }: RollbackPlan, context: DeployContext): Promise<void> => {
  try {
    for (const step of steps) await rollBack(step, context)
    for (const trigger of triggers) await writeBindings(trigger, context)
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error
    throw new TenantError(`${error.message}: run this again`)
  }
}

export interface RollbackOptions {
  /** What the secrets hold, by their names, as far as it is known. */
  contents: ActionSecrets
  /** Asked where there is work and no problem; nothing is written unless it says so. */
  confirm(plan: RollbackPlan): Promise<boolean>
}

/**
 * Brings all of ours back to the policy before, and looks that it came of it. To run it again goes on from wherever it ended.
 *
 * @throws Interrupted, TenantError
 */
export const runRollback = async (
  context: DeployContext,
  { contents, confirm }: RollbackOptions
): Promise<{ plan: RollbackPlan; outcome: DeployOutcome }> => {
  const { client } = context
  const { target, ...plan } = planRollback(await readRollbackFacts(client), contents)
  if (!target || plan.problems.length > 0) return { plan, outcome: 'refused' }
  if (!hasWork(plan)) return { plan, outcome: 'nothing-to-do' }
  if (!(await confirm(plan))) return { plan, outcome: 'not-confirmed' }
  await execute(plan, context)
  if (hasWork(planRollbackTo(target, await readRollbackFacts(client), contents)))
    throw new TenantError('somebody deployed or bound Actions meanwhile: run this again')
  return { plan, outcome: 'done' }
}
