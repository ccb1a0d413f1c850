import type { RollbackPlan } from '../../admin/deploy/rollback.js'
import { runRollback } from '../../admin/deploy/run-rollback.js'
import { policyHash } from '../../builder/build.js'
import type { ActionSecrets } from '../../core/policy/secrets.js'
import { secretsOf } from '../../core/policy/secrets.js'
import { describeRollback, reportRollback } from './report-rollback.js'
import { confirmer, contextOf, type Finished, type Run, unlessStopped } from './run.js'

/** Whether the policy at hand is the one that was gone back to: then the tenant can be compared with it. */
const isAtHand = ({ loaded: { policy, env } }: Run, { to }: RollbackPlan): boolean =>
  to?.policy === policyHash(policy) && to.env === env

const putBack = ({ to }: RollbackPlan): string =>
  `Done. What runs is of policy ${to?.policy}, and the policy here is another: put that one back, or the next deploy undoes this; ` +
  'then look with `a0seal doctor`.'

/** Brings all of ours back to the policy before. @throws TenantError */
export const rollBack = async (run: Run): Promise<Finished> => {
  const { target, loaded } = run
  const contents: ActionSecrets = Object.assign({}, ...Object.values(secretsOf(loaded.policy)))
  const confirm = confirmer(run)
  let seen = {}
  const work = async (): Promise<Finished> => {
    const { plan, outcome } = await runRollback(contextOf(run), {
      contents,
      confirm(plan) {
        seen = reportRollback(plan)
        return confirm(describeRollback(plan))
      }
    })
    if (outcome === 'not-confirmed') target.interruption.signal.throwIfAborted()
    const isShown = outcome === 'done' || outcome === 'not-confirmed'
    const isComparable = isAtHand(run, plan)
    return {
      outcome,
      text: isShown ? '' : describeRollback(plan),
      plan: reportRollback(plan),
      isComparable,
      ...(outcome === 'done' && { lastLine: isComparable ? 'Done.' : putBack(plan) })
    }
  }
  return unlessStopped(() => seen, work)
}
