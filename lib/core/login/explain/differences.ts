import type { Json } from '../../auth0/json.js'
import { typReleased } from '../../format/header.js'
import { own } from '../../policy/own.js'
import type { OurActions } from '../../policy/triggers/lists.js'
import type { OurExecution, TokenClaims } from './execution.js'
import { kidOf } from './held.js'
import { isSameJson } from './same-json.js'

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

const kindOf = (value: Json | undefined): Difference['expected'] =>
  value === undefined ? 'missing' : value === null ? 'null' : 'set'

/** Two values of one plaintext differ in each bit but their header's: the recipient's key is what can be compared. */
const isSame = (found: Json | undefined, expected: Json | undefined): boolean => {
  const kid = kidOf(found, typReleased)
  return kid === undefined ? isSameJson(found, expected) : kid === kidOf(expected, typReleased)
}

/**
 * The claims that an Action set otherwise than was decided for it; what others had set before is none of its own.
 *
 * @param expected by token; undefined where nothing could be decided
 */
export const differencesOf = (
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
