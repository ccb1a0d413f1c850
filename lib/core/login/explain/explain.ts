import type { Json } from '../../auth0/json.js'
import { typReleased } from '../../format/header.js'
import { actionPolicies } from '../../policy/action-policy.js'
import type { OurActions } from '../../policy/triggers/lists.js'
import type { Policy } from '../../policy/types.js'
import { sameJson } from '../../seal/canonical.js'
import { type Copying, explainCopying, withoutCopying } from './copying.js'
import type { Execution, TokenClaims } from './execution.js'
import { explainReleasing, type Releasing, withoutReleasing } from './releasing.js'
import { explainSealing, kidOf, type Sealing, withoutSealing } from './sealing.js'

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
const isSame = (found: Json, expected: Json): boolean => {
  const kid = kidOf(found, typReleased)
  return kid === undefined ? sameJson(found, expected) : kid === kidOf(expected, typReleased)
}

const differencesOf = (
  { action, before, after }: Execution,
  expected: Partial<TokenClaims> = {}
): Difference[] =>
  (['idToken', 'accessToken'] as const).flatMap(member => {
    const token = member === 'idToken' ? 'id_token' : 'access_token'
    const [was, is, should] = [before[member], after[member], expected[member] ?? {}]
    const wrong = Object.keys(should).filter(
      claim => !(Object.hasOwn(is, claim) && isSame(is[claim] as Json, should[claim] as Json))
    )
    const added = Object.keys(is).filter(
      claim =>
        !Object.hasOwn(should, claim) &&
        !(Object.hasOwn(was, claim) && sameJson(was[claim] as Json, is[claim] as Json))
    )
    return [...wrong, ...added].map((claim): Difference => {
      const [found, wanted] = [kindOf(is[claim]), kindOf(should[claim])]
      return {
        action,
        token,
        claim,
        found: found === 'set' && wanted === 'set' ? 'other' : found,
        expected: wanted
      }
    })
  })

/**
 * Decides a login once more, beside the Actions that ran, on the very events they saw, and says why. Where the claims differ
 * from those the Actions set, other code ran than that of this policy.
 *
 * @param executions those of our Actions that ran, in all legs of the login
 */
export const explainLogin = (policy: Policy, executions: readonly Execution[]): Explanation => {
  const policies = actionPolicies(policy)
  const ran = (action: Execution['action']) => executions.findLast(execution => execution.action === action)
  const [seal, copy, release] = [ran('seal-attributes'), ran('copy-user-metadata'), ran('release-attributes')]
  const copied = copy && explainCopying(policies['copy-user-metadata'], copy.event)
  const released = release && explainReleasing(policies['release-attributes'], release.event, release)
  return {
    sealings: seal
      ? explainSealing(policies['seal-attributes'], seal.event, seal).sealings
      : withoutSealing(policies['seal-attributes']),
    releasings: released?.releasings ?? withoutReleasing(policies['release-attributes']),
    copyings: copied?.copyings ?? withoutCopying(policies['copy-user-metadata']),
    differences: [
      ...(copy ? differencesOf(copy, copied?.decision) : []),
      ...(release ? differencesOf(release, released?.decision) : [])
    ]
  }
}
