import { actionPolicies } from '../../policy/action-policy.js'
import type { Policy } from '../../policy/types.js'
import { type ChangedClaim, changedClaim } from './changed.js'
import { type Copying, explainCopying, withoutCopying } from './copying.js'
import { type Difference, differencesOf } from './differences.js'
import { type LoginEnd, unissuedIn } from './end.js'
import { type Execution, isExecutionOf, type OurExecution } from './execution.js'
import { explainReleasing, type Releasing, withoutReleasing } from './releasing.js'
import { explainSealing, type Sealing, withoutSealing } from './sealing.js'

/** Why each attribute and field of a policy is where it is after a login, and where it is not. */
export interface Explanation {
  sealings: Sealing[]
  releasings: Releasing[]
  copyings: Copying[]
  /** Empty where the Actions that ran are those of this policy. */
  differences: Difference[]
}

/** Whether a rule says nothing of its claim here: it is for somebody else, or others of the slot are in it. */
const isSilent = ({ outcome, why, isNull }: Releasing, { wasSet }: ChangedClaim): boolean =>
  why === 'application' || why === 'audience' || (outcome === 'withheld' && wasSet && !isNull)

/** What Actions behind ours made of its claims. */
const withChanges = (
  releasings: readonly Releasing[],
  executions: readonly Execution[],
  at: number
): Releasing[] =>
  releasings.map(releasing => {
    const changed = changedClaim(executions, at, releasing)
    return changed && !isSilent(releasing, changed) ? { ...releasing, changed } : releasing
  })

const withChangedCopies = (
  copyings: readonly Copying[],
  executions: readonly Execution[],
  at: number
): Copying[] =>
  copyings.map(copying => {
    const changed = changedClaim(executions, at, { token: 'id_token', claim: copying.claim })
    return { ...copying, ...(changed && { changed }) }
  })

/**
 * Decides a login once more, beside the Actions that ran, on the very events they saw, and says why. Where the claims differ
 * from those the Actions set, other code ran than that of this policy; where they differ in the end, an Action behind changed them.
 *
 * @param executions all Actions that ran, in all legs of the login
 */
export const explainLogin = (policy: Policy, executions: readonly Execution[]): Explanation => {
  const policies = actionPolicies(policy)
  const ran = (action: OurExecution['action']) => {
    const at = executions.findLastIndex(execution => isExecutionOf(execution, action))
    return { at, run: executions[at] as OurExecution | undefined }
  }
  const [seal, copy, release] = [ran('seal-attributes'), ran('copy-user-metadata'), ran('release-attributes')]
  const copied = copy.run && {
    run: copy.run,
    ...explainCopying(policies['copy-user-metadata'], copy.run.event)
  }
  const released = release.run && {
    run: release.run,
    ...explainReleasing(policies['release-attributes'], release.run.event, release.run)
  }
  const releasings = released?.releasings ?? withoutReleasing(policies['release-attributes'])
  const copyings = copied?.copyings ?? withoutCopying(policies['copy-user-metadata'])
  return {
    sealings: seal.run
      ? explainSealing(policies['seal-attributes'], seal.run.event, seal.run).sealings
      : withoutSealing(policies['seal-attributes']),
    releasings: withChanges(releasings, executions, release.at),
    copyings: withChangedCopies(copyings, executions, copy.at),
    differences: [
      ...(copied ? differencesOf(copied.run, copied.decision) : []),
      ...(released ? differencesOf(released.run, released.decision) : [])
    ]
  }
}

/** An explanation of a login that ended so: what was decided for a token is in it only where there is one. */
export const endedAs = (explanation: Explanation, end: LoginEnd): Explanation => ({
  ...explanation,
  releasings: explanation.releasings.map(releasing => ({
    ...releasing,
    ...unissuedIn(releasing.token, end)
  })),
  copyings: explanation.copyings.map(copying => ({ ...copying, ...unissuedIn('id_token', end) }))
})
