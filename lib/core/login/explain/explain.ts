import type { Json } from '../../auth0/json.js'
import { typReleased } from '../../format/header.js'
import { actionPolicies } from '../../policy/action-policy.js'
import { own } from '../../policy/own.js'
import type { OurActions } from '../../policy/triggers/lists.js'
import type { Policy } from '../../policy/types.js'
import { type ChangedClaim, changedClaim } from './changed.js'
import { type Copying, explainCopying, withoutCopying } from './copying.js'
import { type LoginEnd, unissuedIn } from './end.js'
import { type Execution, isExecutionOf, type OurExecution, type TokenClaims } from './execution.js'
import { kidOf } from './held.js'
import { explainReleasing, type Releasing, withoutReleasing } from './releasing.js'
import { isSameJson } from './same-json.js'
import { explainSealing, type Sealing, withoutSealing } from './sealing.js'

/** A claim that an Action set otherwise than the policy decides. */
export interface Difference {
  action: OurActions['post-login']
  token: 'id_token' | 'access_token'
  claim: string
  /** What the Action did with it. */
  found: 'missing' | 'null' | 'set' | 'other'
  /** What the policy decides. */
  expected: 'missing' | 'null' | 'set'
}

/** Why each attribute and field of a policy is where it is after a login, and where it is not. */
export interface Explanation {
  sealings: Sealing[]
  releasings: Releasing[]
  copyings: Copying[]
  /** Empty where the Actions that ran are those of this policy. */
  differences: Difference[]
}

const kindOf = (value: Json | undefined): Difference['expected'] =>
  value === undefined ? 'missing' : value === null ? 'null' : 'set'

/** Two values of one plaintext differ in each bit but their header's: the recipient's key is what can be compared. */
const isSame = (found: Json | undefined, expected: Json | undefined): boolean => {
  const kid = kidOf(found, typReleased)
  return kid === undefined ? isSameJson(found, expected) : kid === kidOf(expected, typReleased)
}

const differencesOf = (
  { action, before, after }: OurExecution,
  expected: Partial<TokenClaims> = {}
): Difference[] =>
  (['idToken', 'accessToken'] as const).flatMap(member => {
    const token = member === 'idToken' ? 'id_token' : 'access_token'
    const [was, is, should] = [before[member], after[member], expected[member] ?? {}]
    const wrong = Object.keys(should).filter(claim => !isSame(own(is, claim), should[claim]))
    const added = Object.keys(is).filter(
      claim => !Object.hasOwn(should, claim) && !isSameJson(own(was, claim), is[claim])
    )
    return [...wrong, ...added].map((claim): Difference => {
      const [found, wanted] = [kindOf(own(is, claim)), kindOf(own(should, claim))]
      return {
        action,
        token,
        claim,
        found: found === 'set' && wanted === 'set' ? 'other' : found,
        expected: wanted
      }
    })
  })

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
  const copied = copy.run && explainCopying(policies['copy-user-metadata'], copy.run.event)
  const released =
    release.run && explainReleasing(policies['release-attributes'], release.run.event, release.run)
  const releasings = released?.releasings ?? withoutReleasing(policies['release-attributes'])
  const copyings = copied?.copyings ?? withoutCopying(policies['copy-user-metadata'])
  return {
    sealings: seal.run
      ? explainSealing(policies['seal-attributes'], seal.run.event, seal.run).sealings
      : withoutSealing(policies['seal-attributes']),
    releasings: withChanges(releasings, executions, release.at),
    copyings: withChangedCopies(copyings, executions, copy.at),
    differences: [
      ...(copy.run ? differencesOf(copy.run, copied?.decision) : []),
      ...(release.run ? differencesOf(release.run, released?.decision) : [])
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
